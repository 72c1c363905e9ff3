/* The await graph at a playhead: tasks, futures, timers and what tasks share are its nodes, and an
 * edge goes from who waits to what it waits for. Also finds the circles and lays the nodes out in
 * columns.
 *
 * Shows at most 60 nodes: of more, those nearest to one task. The trace does not say who holds a
 * lock, so circles consist of tasks and futures only. Pure functions; graphview.js draws the
 * result. */

import { timeText } from "./axis.js";
import { barText } from "./explain.js";
import { covers, sliceAt } from "./query.js";
import { msg, str } from "../common/words.js";

/** @typedef {import("./model.js").Trace} Trace */
/** @typedef {import("./model.js").Lane} Lane */
/** @typedef {import("./model.js").Slice} Slice */
/** @typedef {import("./model.js").Future} Future */

/** @typedef {"task" | "future" | "timer" | "host" | "shared" | "queue"} NodeKind */
/** `lane`: of a task.
 * @typedef {{ id: string, kind: NodeKind, label: string, lane: Lane | null }} Node */
/** From who waits to what it waits for. @typedef {{ from: string, to: string }} Edge */
/** `cycles`: the nodes of each circle in order; `total`: how many nodes there were before the cut.
 * @typedef {{ nodes: Node[], edges: Edge[], cycles: string[][], total: number }} Graph */

const nodesMax = 60;

/** Collects nodes and edges, each once. */
class Builder {
  /** @type {Map<string, Node>} */ nodes = new Map();
  /** @type {Map<string, Edge>} */ edges = new Map();
  /** The innermost group that a task is in. @type {Map<number, import("./model.js").Scope>} */
  groups = new Map();

  /** @param {Trace} trace @param {number} head */
  constructor(trace, head) {
    this.trace = trace;
    this.head = head;
    for (const scope of trace.scopes)
      if (scope.kind === "group" && covers(scope, head)) this.groups.set(scope.task, scope);
  }

  /** @param {string} id @param {NodeKind} kind @param {string} label @param {Lane | null} [lane] */
  node(id, kind, label, lane = null) {
    if (!this.nodes.has(id)) this.nodes.set(id, { id, kind, label, lane });
    return id;
  }

  /** @param {string} from @param {string} to */
  edge(from, to) {
    this.edges.set(`${from} ${to}`, { from, to });
  }

  /** A task or future that has not ended, with all that it waits for; "" for one that has.
   * @param {number} record @returns {string} */
  record(record) {
    /** Futures whose children are still to be added. @type {Future[]} */
    const added = [];
    const id = this.#add(record, added);
    for (let future = added.pop(); future; future = added.pop()) {
      for (const child of future.children) {
        const to = this.#add(child, added);
        if (to) this.edge(`f${future.id}`, to);
      }
    }
    return id;
  }

  /** The node alone. @param {number} record @param {Future[]} added takes a future that is new */
  #add(record, added) {
    const { trace, head } = this;
    const lane = trace.lanesById.get(record);
    if (lane) return isOver(lane, head) ? "" : this.node(`t${record}`, "task", lane.name, lane);
    const future = trace.futures.get(record);
    if (!future || isOver(future, head)) return "";
    const id = `f${record}`;
    if (this.nodes.has(id)) return id;
    const count = future.children.length;
    added.push(future);
    return this.node(id, "future", count > 0 ? `${future.kind} (${count})` : trace.nameOf(record));
  }

  /** What a waiting task waits for. @param {Lane} lane @param {Slice} slice */
  wait(lane, slice) {
    const { trace } = this;
    const row = trace.rows[slice.from];
    const from = this.record(lane.id);
    if (slice.state === "sleeping") {
      const label = msg(str`timer ${timeText(row.value)}`);
      this.edge(from, this.node(`d${row.value}`, "timer", label));
    } else if (slice.state === "io") {
      this.edge(from, this.node(`h${slice.from}`, "host", barText(trace, slice)));
    } else if (slice.state === "blocked") {
      const label = barText(trace, slice);
      this.edge(from, this.node(`s${label}`, "shared", label));
    } else if (slice.state === "queue") {
      const name = row.detail.replace(/^(get|put|join) ?/, "") || row.at;
      const label = /:\d+$/.test(name) ? row.reason : `${row.reason} ${name}`;
      this.edge(from, this.node(`q${name}`, "queue", label));
    } else if (row.reason === "group") this.#group(lane, from, row.other);
    else if (row.other) {
      const to = this.record(row.other);
      if (to) this.edge(from, to);
    }
  }

  /** A task at the end of its group waits for the tasks born in it.
   * @param {Lane} lane @param {string} from @param {number} other */
  #group(lane, from, other) {
    const { head } = this;
    const group = this.groups.get(lane.id);
    const id = this.node(`g${other || lane.id}`, "future", group?.name || "group");
    this.edge(from, id);
    for (const child of lane.children) {
      if (isOver(child, head) || child.born >= head || child.born < (group?.from ?? 0)) continue;
      this.edge(id, this.record(child.id));
    }
  }
}

/** @param {{ end: import("./model.js").End | null }} record @param {number} head */
const isOver = ({ end }, head) => end !== null && end.row < head;

/**
 * @param {Trace} trace
 * @param {number} head
 * @param {Lane | null} chosen the task to stay around when there are too many
 * @returns {Graph}
 */
export function graphAt(trace, head, chosen) {
  const builder = new Builder(trace, head);
  for (const lane of trace.lanes) {
    const slice = sliceAt(lane, head);
    if (!slice) continue;
    builder.record(lane.id);
    if (!["running", "ready", "created"].includes(slice.state)) builder.wait(lane, slice);
  }
  const all = [...builder.nodes.values()];
  const { nodes, edges } = cut(all, [...builder.edges.values()], `t${chosen?.id}`);
  return { nodes, edges, cycles: cyclesOf(nodes, edges), total: all.length };
}

/** At most `nodesMax` of the nodes, and the edges between them.
 * @param {Node[]} nodes @param {Edge[]} edges @param {string} start */
function cut(nodes, edges, start) {
  if (nodes.length <= nodesMax) return { nodes, edges };
  const kept = around(nodes, edges, start);
  return {
    nodes: nodes.filter(({ id }) => kept.has(id)),
    edges: edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
  };
}

/** The nodes nearest to one, itself first. @param {Node[]} nodes @param {Edge[]} edges
 * @param {string} start */
function around(nodes, edges, start) {
  /** @type {Map<string, string[]>} */
  const beside = new Map(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) {
    beside.get(from)?.push(to);
    beside.get(to)?.push(from);
  }
  const kept = new Set([beside.has(start) ? start : nodes[0].id]);
  for (const id of kept) {
    for (const next of beside.get(id) ?? []) if (kept.size < nodesMax) kept.add(next);
  }
  for (const { id } of nodes) if (kept.size < nodesMax) kept.add(id);
  return kept;
}

/** The circles, each found once. There are at most `nodesMax` nodes, so `visit` may recurse.
 * @param {Node[]} nodes @param {Edge[]} edges */
function cyclesOf(nodes, edges) {
  const next = outgoing(edges);
  /** @type {string[][]} */
  const cycles = [];
  /** @type {Set<string>} */
  const done = new Set();
  for (const { id: start } of nodes) {
    /** @type {string[]} */
    const path = [];
    /** @param {string} id */
    const visit = (id) => {
      const at = path.indexOf(id);
      if (at !== -1) cycles.push(path.slice(at));
      if (at !== -1 || done.has(id)) return;
      path.push(id);
      for (const to of next.get(id) ?? []) visit(to);
      path.pop();
      done.add(id);
    };
    visit(start);
  }
  return cycles;
}

/** @param {Edge[]} edges */
function outgoing(edges) {
  /** @type {Map<string, string[]>} */
  const next = new Map();
  for (const { from, to } of edges) {
    const known = next.get(from);
    if (known) known.push(to);
    else next.set(from, [to]);
  }
  return next;
}

/** A node in its column and row, both from 0.
 * @typedef {Node & { column: number, row: number }} Placed */

/**
 * Puts each node right of all that wait for it; in a column, beside what is left of it.
 * @param {Graph} graph
 * @returns {Placed[]}
 */
export function layout({ nodes, edges, cycles }) {
  // An edge that closes a circle leads back and pushes nothing.
  const closing = new Set(cycles.map((cycle) => `${cycle.at(-1)} ${cycle[0]}`));
  const ahead = edges.filter(({ from, to }) => !closing.has(`${from} ${to}`));
  const columns = new Map(nodes.map(({ id }) => [id, 0]));
  const column = (/** @type {string} */ id) => columns.get(id) ?? 0;
  for (let pass = 0, moved = true; moved && pass < nodes.length; pass++) {
    moved = false;
    for (const { from, to } of ahead) {
      if (column(to) > column(from)) continue;
      columns.set(to, column(from) + 1);
      moved = true;
    }
  }
  /** @type {Map<string, number>} */
  const rows = new Map();
  const count = Math.max(0, ...columns.values()) + 1;
  for (let at = 0; at < count; at++) {
    const here = nodes.filter(({ id }) => column(id) === at);
    /** The middle of what waits for a node. @param {Node} node */
    const pull = ({ id }) => {
      const before = ahead.filter(({ from, to }) => to === id && rows.has(from));
      if (before.length === 0) return Infinity;
      return before.reduce((sum, { from }) => sum + (rows.get(from) ?? 0), 0) / before.length;
    };
    const pulls = new Map(here.map((node) => [node, pull(node)]));
    here.sort((a, b) => {
      const [left, right] = [pulls.get(a) ?? 0, pulls.get(b) ?? 0];
      return left === right ? 0 : left - right;
    });
    here.forEach(({ id }, row) => rows.set(id, row));
  }
  return nodes.map((node) => ({ ...node, column: column(node.id), row: rows.get(node.id) ?? 0 }));
}
