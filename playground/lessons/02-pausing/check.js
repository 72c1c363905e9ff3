/** @type {Record<string, import("../../lesson/lessoncheck.js").Question>} */
export default {
  pauses: (run) => run.tasks("wait_at_door").some((guest) => guest.waits("sleep").length > 0),
  meets(run) {
    const [host] = run.tasks("open_door");
    const [guest] = run.tasks("wait_at_door");
    if (!host || !guest || host.ending !== "done" || host.slept === 0) return false;
    return guest.ending === "done" && guest.endedRow > host.endedRow;
  },
  remembers(run) {
    const [guest] = run.tasks("wait_at_door");
    if (!guest) return false;
    const pauses = guest.waits("sleep").length;
    return (guest.value === pauses && pauses > 0) || { looks: guest.value, pauses };
  },
};
