/* Race: waits for the first of several futures, then cancels the others and waits for them to
 * finish.
 *
 * A future of its own represents the whole race: it ends when all have ended, and cancelling it
 * cancels all that have not. */
#include "awaitc_lowlevel.h"
#include "base/list.h"
#include "base/waits.h"

struct race_child {
    aw_watch watch;
    aw_future future;
    struct race *race;
    bool is_again; /* stands earlier in the list */
};

struct race {
    aw_future self;
    const char *at; /* where it began */
    int count;
    int left;   /* not ended */
    int winner; /* -1 until there is one */
    bool is_cancelled;
    struct race_child children[];
};

/* Asks all but the winner; whether one accepted. */
static bool race_cancel_others(struct race *race, const char *message)
{
    bool is_accepted = false;
    for (int i = 0; i < race->count; i++) {
        struct race_child *child = &race->children[i];
        if (i == race->winner || child->is_again) continue;
        if (aw_cancel_by(child->future, "race", message, race->at) > 0) is_accepted = true;
    }
    return is_accepted;
}

static void race_settle(struct race *race)
{
    if (race->left > 0) return;
    if (race->is_cancelled)
        aw_future_cancelled(race->self);
    else
        aw_future_set(race->self, race->winner);
}

static void race_won(struct race *race, int index)
{
    race->winner = index;
    if (!race->is_cancelled) race_cancel_others(race, NULL);
}

static void race_child_ended(aw_watch *watch)
{
    struct race_child *child = container_of(watch, struct race_child, watch);
    struct race *race = child->race;
    race->left--;
    if (race->winner < 0) race_won(race, (int)(child - race->children));
    race_settle(race);
}

static enum aw_abort_result race_cancel(void *inside, const char *message)
{
    struct race *race = inside;
    if (!race_cancel_others(race, message)) return AW_ABORT_LATER;
    race->is_cancelled = true;
    return AW_ABORT_PASSED;
}

static void race_drop(void *inside)
{
    struct race *race = inside;
    for (int i = 0; i < race->count; i++) aw_watch_drop(&race->children[i].watch);
}

static const aw_record_type race_type = {
    .name = WAIT_REASON(race), .cancel = race_cancel, .drop = race_drop};

/* Finds the first that is done already, and watches those that are not. */
static void race_begin(struct race *race, const aw_future *futures)
{
    int first = -1;
    for (int i = 0; i < race->count; i++) {
        race->children[i] = (struct race_child){
            .future = futures[i], .race = race, .is_again = aw_mark(futures[i])};
        if (first < 0 && aw_is_done(futures[i])) first = i;
    }
    for (int i = 0; i < race->count; i++) aw_unmark(futures[i]);
    if (first >= 0) race_won(race, first);
    for (int i = 0; i < race->count; i++) {
        struct race_child *child = &race->children[i];
        if (child->is_again || aw_is_done(futures[i])) continue;
        race->left++;
        aw_watch_add(futures[i], &child->watch, race_child_ended, race->self);
    }
    race_settle(race);
}

int aw_race_here(const aw_future *futures, int count, const char *at)
{
    int rc = count > 0 ? aw_check_all(futures, count, "aw_race")
                       : aw_fail_text(AW_EINVAL, "aw_race: needs at least one future");
    if (rc < 0) return rc;
    if (!aw_self().id)
        return aw_fail_text(AW_ENOTASK,
                            "aw_race: callbacks must not wait: start a task with aw_go");
    for (int i = 0; i < count; i++)
        if (futures[i].id == aw_self().id)
            return aw_fail_text(AW_EDEADLK, "aw_race: the current task is among the futures, and "
                                            "would wait for itself");
    size_t inside = sizeof(struct race) + (size_t)count * sizeof(struct race_child);
    aw_future self = aw_future_make(&race_type, inside, 0, futures, count, at);
    struct race *race = aw_inside(self);
    if (!race) return aw_peek(self);
    race->self = self;
    race->at = at;
    race->count = count;
    race->winner = -1;
    race_begin(race, futures);
    rc = aw_await_here(self, at);
    if (!aw_is_done(self)) aw_future_cancelled(self); /* no memory to wait: it lets go of all */
    aw_release(self);
    return rc;
}
