// The playground's fetch for tests that compare traces: requests are answered in the order of their
// delays but without them, each once the program has dealt with the one before. With real delays
// two answers could come at the same time on a busy machine.
import { setImmediate as later } from "node:timers/promises";
import { fetchSimulated } from "../../playground/run/api.js";

/** A fetch for one run. @returns {typeof fetch} */
export function fetchInOrder() {
  /** @type {{ at: number, answer: () => Promise<void> }[]} */
  const waiting = [];
  let now = 0;
  const answerAll = async () => {
    for (; waiting.length > 0; waiting.shift()) {
      await later(); // the program deals with the answer before, and may ask for more
      waiting.sort((a, b) => a.at - b.at);
      now = waiting[0].at;
      await waiting[0].answer();
    }
  };
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const at = now + Number(url.searchParams.get("ms"));
    url.searchParams.delete("ms");
    return new Promise((done, failed) => {
      const answer = async () => {
        try {
          done(await readWhole(await fetchSimulated(url, init)));
        } catch (error) {
          failed(error);
        }
      };
      waiting.push({ at, answer });
      if (waiting.length === 1) void answerAll();
    });
  };
}

/** What the host reads of a response, with a body that is there already.
 * @param {Response} response @returns {Promise<any>} */
async function readWhole(response) {
  const { status, headers } = response;
  const body = await response.arrayBuffer();
  return { status, headers, arrayBuffer: async () => body };
}
