/* Debugging from the host: linked into programs that are built with -g. */
#include "kernel/core.h"
#include "platform/switch.h"
#include "base/text.h"
#include "platform/wasm/stack.h"
#include "platform/wasm/wasm_abi.h"

#include <stdlib.h>
#include <string.h>

void debug_environment(void)
{
    const char *wish = getenv("AWAITC_DEBUG");
    if (wish && strcmp(wish, "1") == 0) aw_set_debug(true);
}

/* What the transform's checks call. The host finds the line of the access, which is not in here. */
EXPORT("aw_switch_null") __attribute__((nodebug)) _Noreturn void export_null(void);

void export_null(void)
{
    switch_stop("a NULL pointer was read or written through");
}

/* What the checks in functions that the transform leaves out call when a task has waited below one:
 * first the name of the function, three letters a call. */
EXPORT("aw_switch_spell") __attribute__((nodebug)) void export_spell(uint32_t letters);
EXPORT("aw_switch_left_out_named") __attribute__((nodebug)) _Noreturn void export_named(void);

static char left_out_words[WORDS_ERROR];
static struct text left_out;

void export_spell(uint32_t letters)
{
    if (left_out.size == 0) {
        left_out = text_in(left_out_words, sizeof left_out_words);
        text_add(&left_out, "the task waited at ");
        text_add(&left_out, loop.current ? loop.current->at : NULL);
        text_add(&left_out, " below ");
    }
    text_add(&left_out, (char[]){(char)letters, (char)(letters >> 8), (char)(letters >> 16), 0});
}

void export_named(void)
{
    text_add(&left_out, ", which never suspends (AW_NEVER_SUSPENDS, --never-suspends)");
    stack_stop(AW_ESTATE, left_out_words);
}

/* Cancels the task that has this number in the trace, for a viewer of the trace. Returns 1,
 * 0 if it has ended or is no task, AW_EINVAL if there is no such number. */
EXPORT("aw_task_cancel") int export_task_cancel(uint32_t number)
{
    for (struct list *l = loop.tasks.next; l != &loop.tasks; l = l->next) {
        struct task *task = container_of(l, struct task, all);
        if (task->future.record.number == number) return task_cancel(task, NULL, "debugger", NULL);
    }
    return number > 0 && number <= loop.numbers ? 0 : AW_EINVAL;
}
