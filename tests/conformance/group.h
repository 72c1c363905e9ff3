/* What the scenarios of task groups share. */
#ifndef GROUP_H
#define GROUP_H

#include "scenario.h"

#include <stdio.h>

/* "KeyError('a')", "ValueError(b)" or "EG[…]" of what it is made of, appended to `words`. */
static inline void tg_describe(char *words, size_t size, const aw_error_info *error)
{
    size_t used = strlen(words);
    aw_error_info part;
    if (error->code == -1) {
        snprintf(words + used, size - used, "ZeroDivisionError(%s)", error->message);
    } else if (error->code > -1000) {
        snprintf(words + used, size - used, "KeyError('%s')", error->message);
    } else if (error->code != AW_EGROUP) {
        snprintf(words + used, size - used, "%s(%s)", exception(error->code), error->message);
    } else {
        snprintf(words + used, size - used, "EG[");
        for (int i = 0; i < error->parts; i++) {
            EXPECT_INT(aw_error_part(error, i, &part), 0);
            if (i > 0) strcat(words, ",");
            tg_describe(words, size, &part);
        }
        strcat(words, "]");
    }
}

static inline const char *tg_errors(const aw_group *group)
{
    static char words[200];
    aw_error_info part;
    strcpy(words, "EG[");
    for (int i = 0; i < aw_group_error_count(group); i++) {
        EXPECT_INT(aw_group_error(group, i, &part), 0);
        if (i > 0) strcat(words, ",");
        tg_describe(words, sizeof words, &part);
    }
    return strcat(words, "]");
}

/* "EG[KeyError('a')]@1", or as `outcome`. */
static inline void tg_outcome(const aw_group *group, int rc)
{
    if (rc == AW_EGROUP) note_at("%s", tg_errors(group));
    else outcome(rc);
}

static inline void tg_count(void)
{
    note("%d", aw_cancelling(aw_self()));
}

struct tg_task {
    const char *name;
    aw_ms delay_ms;
    int letter;
};

/* Sleeps and returns; "a@1" or "a!C@1". */
static inline int tg_job(void *arg)
{
    const struct tg_task *it = arg;
    int rc = aw_sleep(it->delay_ms);
    note_at(rc < 0 ? "%s!C" : "%s", it->name);
    return rc;
}

/* Sleeps and fails with the KeyError of its name's first letter. */
static inline int tg_fail(void *arg)
{
    const struct tg_task *it = arg;
    int rc = tg_job(arg);
    return rc < 0 ? rc : aw_fail(KEY_ERROR(it->name[0]), "%s", it->name);
}

/* Waits to be cancelled, cleans up for its delay, and fails if it has a letter. */
static inline int tg_clean(void *arg)
{
    const struct tg_task *it = arg;
    int rc = aw_sleep(99);
    if (aw_sleep(it->delay_ms) < 0) note("%s!C", it->name);
    note_at("%s", it->name);
    return it->letter ? aw_fail(KEY_ERROR(it->letter), "%c", it->letter) : rc;
}

#define tg_go(group, fn, ...) aw_group_go(group, fn, struct tg_task, __VA_ARGS__)

/* A body that waits, and notes its cancellation. */
static inline int tg_body(aw_ms delay_ms)
{
    int rc = aw_sleep(delay_ms);
    if (rc == AW_ECANCELLED) note_at("body!C");
    return rc;
}

/* A task with a group of one child that cleans up, and a body that waits if `arg` says so. */
static inline int tg_clean_parent(void *arg)
{
    aw_group group = {{0}};
    EXPECT_INT(aw_group_enter(&group), 0);
    tg_go(&group, tg_clean, "clean", 2);
    return aw_group_exit(&group, *(bool *)arg ? aw_sleep(9) : 0);
}

#endif
