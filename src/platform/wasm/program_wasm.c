/* The exports that every program has; docs/host-interface.md describes them. Exports that only some
 * programs need are in operation_wasm.c and export_wasm.c and are linked when used. */
#include "kernel/core.h"
#include "platform/host.h"
#include "platform/switch.h"
#include "platform/wasm/main_kind.h"
#include "platform/wasm/wasm_abi.h"

/* Of the toolchain's own file: calls the program's main. */
int program_main(void *unused);

/* Weak, so that the compiler does not rely on the constant. */
__attribute__((weak)) enum main_kind aw_main_kind(void)
{
    return MAIN_NONE;
}

EXPORT("aw_abi") int export_abi(void)
{
    return ABI_VERSION;
}

EXPORT("aw_has_main") int export_has_main(void)
{
    return aw_main_kind() != MAIN_NONE;
}

EXPORT("aw_start") int export_start(int flags)
{
    uint8_t tracing = loop.tracing;
    loop_init(flags & START_CALLABLE);
    loop.tracing = tracing;
    if (!(flags & START_MAIN)) return 0;
    return finish_start_main(program_main) ? 0 : AW_ENOMEM;
}

EXPORT("aw_pump") int export_pump(double budget_ms, uint32_t steps_max)
{
    return loop_pump(budget_ms, steps_max);
}

EXPORT("aw_trace_set") void export_trace_set(int on)
{
    loop.tracing = (uint8_t)((loop.tracing & ~TRACE_TO_HOST) | (on ? TRACE_TO_HOST : 0));
}

EXPORT("aw_stats_now") const aw_stats_info *export_stats_now(void)
{
    static aw_stats_info stats;
    aw_stats(&stats);
    return &stats;
}

EXPORT("aw_where") const struct where *export_where(void)
{
    static struct where where;
    struct task *task = loop.current;
    where = (struct where){0};
    where.fault = switch_fault(&where.fault_words);
    if (task && where.fault != AW_EOVERFLOW) { /* else frames may have overwritten it */
        where.task = task->future.record.number;
        where.name = task_name(task);
        where.at = task->at ? task->at : task->future.record.at;
    }
    return &where;
}
