/* A timeline full of work: 20 teams of a lead and nine workers, who share a lock and hand items to
 * their lead; about 20,000 slices in 13 rounds. */
#include <awaitc.h>
#include <stdio.h>
#include <stdlib.h>

enum { TEAMS = 20, WORKERS = 9 };

struct team {
    aw_lock lock;
    aw_queue items;
    int number;
    int rounds;
};

struct worker {
    struct team *team;
    int number;
};

static int work(void *arg)
{
    const struct worker *worker = arg;
    struct team *team = worker->team;
    for (int round = 0; round < team->rounds; round++) {
        int rc = aw_sleep(1 + (worker->number * 7 + team->number * 11 + round * 13) % 23);
        if (rc == 0) rc = aw_lock_acquire(&team->lock);
        if (rc < 0) return rc;
        rc = aw_sleep(1);
        aw_lock_release(&team->lock);
        if (rc == 0 && round % 4 == 0) rc = aw_queue_put(team->items, &round);
        if (rc < 0) return rc;
    }
    return 0;
}

static int lead(void *arg)
{
    const int *given = arg;
    struct team team = {.items = aw_queue_new(sizeof(int), 2, AW_FIFO), .number = given[0]};
    team.rounds = given[1];
    aw_task workers[WORKERS];
    for (int i = 0; i < WORKERS; i++) workers[i] = aw_go(work, struct worker, &team, i);
    for (int left = WORKERS * ((team.rounds + 3) / 4); left > 0; left--) {
        int item;
        int rc = aw_queue_get(team.items, &item);
        if (rc < 0) return rc;
        printf("team %d: round %d of a worker\n", team.number, item);
    }
    return aw_await(aw_gather(workers, WORKERS, 0));
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 13;
    aw_task leads[TEAMS];
    for (int i = 0; i < TEAMS; i++) {
        int given[] = {i, rounds};
        leads[i] = aw_spawn(lead, given, sizeof given);
    }
    return aw_await(aw_gather(leads, TEAMS, 0));
}
