/** @param {import("../../lesson/lessonrun.js").Run} run */
function tripOf(run) {
  const bookings = run.tasks("book");
  const [group] = run.scopes("group");
  const inside = bookings.filter(({ lane }) => {
    return group && lane.born > group.from && (group.to === -1 || lane.born < group.to);
  });
  const hotel = bookings.find(({ ending }) => ending === "failed");
  return { bookings, group, inside, hotel, full: hotel?.endedAt ?? 0 };
}

/** @type {Record<string, import("../../lesson/lessoncheck.js").Question>} */
export default {
  group(run) {
    const { inside } = tripOf(run);
    return inside.length === 3 || { count: inside.length };
  },
  off(run) {
    const { bookings, hotel, full } = tripOf(run);
    const others = bookings.filter((task) => task !== hotel);
    const on = others.find(({ cancels, ending }) => {
      const [asked] = cancels;
      return ending !== "cancelled" || asked?.reason !== "group" || asked.at !== full;
    });
    if (on) return { name: on.name, ending: on.ending, at: on.endedAt, full };
    return hotel !== undefined && others.length === 2;
  },
  last(run) {
    const { group, full } = tripOf(run);
    if (!group || group.to === -1) return { full };
    const told = run.linesOf(run.main).find(({ row }) => row > group.to);
    return told?.t === full || { full };
  },
  end(run) {
    const isLeft = run
      .tasks()
      .some(({ cancels }) => cancels.some(({ reason }) => reason === "exit"));
    return run.code === 0 && !isLeft;
  },
};
