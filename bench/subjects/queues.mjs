// Queues: items that one task hands to another, with little room between them.
import { awaitc, js, outside } from "../suite.mjs";

const COUNT = 100_000;

/** A simple bounded queue: a waiting producer or consumer puts its resolver in a list. */
class Queue {
  items = [];
  getters = [];
  putters = [];
  /** @param {number} max */
  constructor(max) {
    this.max = max;
  }
  async put(item) {
    while (this.items.length >= this.max) await new Promise((done) => this.putters.push(done));
    this.items.push(item);
    this.getters.shift()?.();
  }
  async get() {
    while (this.items.length === 0) await new Promise((done) => this.getters.push(done));
    const item = this.items.shift();
    this.putters.shift()?.();
    return item;
  }
}

function handOver(max) {
  const queue = new Queue(max);
  const produce = async () => {
    for (let i = 0; i < COUNT; i++) await queue.put(i);
  };
  const consume = async () => {
    for (let i = 0; i < COUNT; i++) await queue.get();
  };
  return Promise.all([produce(), consume()]);
}

async function alone() {
  const queue = new Queue(Infinity);
  for (let i = 0; i < COUNT; i++) {
    await queue.put(i);
    await queue.get();
  }
}

const handed = (max, goal) => ({
  id: `queue-${max}`,
  what: `an item through a queue of ${max}`,
  work: "Handed from one task to another; both wait when the queue is full or empty.",
  awaitc: awaitc("queues", "queue_handed", [max, COUNT], COUNT),
  peers: {
    js: js(() => handOver(max), COUNT),
    ...outside("queue_handed", (own) => [max, own], COUNT),
  },
  goal,
});

export const benchmarks = [
  handed(1, { ahead: { js: 1.2 } }),
  handed(10, { ahead: { js: 2 } }),
  {
    id: "queue-alone",
    what: "an item put and taken without a wait",
    awaitc: awaitc("queues", "queue_alone", [COUNT * 4], COUNT * 4),
    peers: {
      js: js(alone, COUNT),
      ...outside("queue_alone", (own) => [own], COUNT),
    },
    goal: { most: 40 },
  },
];
