/**
 * Sends values over a socket between processes of the same Node: the length of each, then its v8
 * serialization.
 * @module
 */

import { deserialize, serialize } from "node:v8";

const LENGTH_BYTES = 4;

/** @param {import("node:net").Socket} socket @param {unknown} value */
export function send(socket, value) {
  const data = serialize(value);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(data.length);
  socket.write(Buffer.concat([length, data]));
}

/** Calls `onValue` for each value that comes; a socket that sends anything else is closed.
 * @param {import("node:net").Socket} socket @param {(value: any) => void} onValue */
export function receive(socket, onValue) {
  let data = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    data = Buffer.concat([data, chunk]);
    while (data.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + data.readUInt32LE();
      if (data.length < end) return;
      const part = data.subarray(LENGTH_BYTES, end);
      data = data.subarray(end);
      let value;
      try {
        value = deserialize(part);
      } catch {
        socket.destroy();
        return;
      }
      onValue(value);
    }
  });
}
