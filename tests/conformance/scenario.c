#include "scenario.h"

#include <stdio.h>

enum { FIRST_WORD = 1000, WORDS_MAX = 32 };

static const char *word_list[WORDS_MAX];

int word(const char *text)
{
    int i = 0;
    while (word_list[i] && strcmp(word_list[i], text) != 0) i++;
    word_list[i] = text;
    return FIRST_WORD + i;
}

const char *word_of(int value)
{
    static char number[16];
    if (value >= FIRST_WORD) return word_list[value - FIRST_WORD];
    snprintf(number, sizeof number, "%d", value);
    return number;
}

const char *exception(int code)
{
    static char key[16];
    switch (code) {
#define PYTHON(name, value, python, sentence) case value: return python;
        AW_ERRORS(PYTHON)
#undef PYTHON
    default:
        snprintf(key, sizeof key, "KeyError('%c')", -code);
        return key;
    }
}

void outcome(int rc)
{
    if (rc >= 0) note_at("ok=%s", word_of(rc));
    else note_at("!%s", exception(rc));
}

void note_bool(bool value)
{
    note("%s", value ? "True" : "False");
}

void note_cb(void *text)
{
    note("%s", (const char *)text);
}

struct named {
    const char *name;
    aw_ms delay_ms;
};

static int named_main(void *arg)
{
    const struct named *named = arg;
    int rc = aw_sleep(named->delay_ms);
    note_at(rc < 0 ? "%s!C" : "%s", named->name);
    return rc < 0 ? rc : word(named->name);
}

aw_task named_job(const char *name, aw_ms delay_ms)
{
    return aw_go(named_main, struct named, name, delay_ms);
}

void note_end(const char *name, int rc)
{
    if (name) note(rc == AW_ECANCELLED ? "%s!C" : "%s", name);
}

static int ticks_main(void *arg)
{
    int count = *(int *)arg;
    for (int i = 1; i <= count; i++) {
        note("t%d", i);
        EXPECT_INT(aw_yield(), 0);
    }
    return 0;
}

aw_task ticks(int count)
{
    return aw_go(ticks_main, int, count);
}
