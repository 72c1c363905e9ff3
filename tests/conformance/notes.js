// The scenarios whose traces differ, as data: which, how and why. The SCENARIO lines of the C files in this
// folder record the output of C, python/*.py that of CPython. tools/conformance.mjs compares the two and
// reports a missing or outdated note.

/** What stands for the notes of a scenario in the page. */
export const KINDS = {
  equal: "the same trace",
  part: "the same trace for the parts that C has",
  differs: "another trace, by decision",
  none: "no counterpart in C",
};

/** [number in the list (0: a further one), name, kind, note]. */
export const NOTES = [
  [5, "loop_equal_deadline_3", "differs",
    "CPython's is the order of its heap, and unspecified. Equal deadlines fire in the order of " +
    "creation here."],
  [11, "loop_pre_stopped_runs_one_iter", "none",
    "There is no loop object to stop: the program is the loop."],
  [13, "loop_base_exception_escapes", "none",
    "C has no exception that leaves the loop; exit() ends the program."],
  [15, "loop_closed_rejects", "none", "There is no closed loop: it ends with the program."],
  [47, "task_await_cycle_deadlocks", "differs",
    "CPython waits for ever and its cancel() recurses without bound. The await that would " +
    "close the cycle fails with AW_EDEADLK here."],
  [61, "wf_inner_raises_on_cancel", "part",
    "C errors have no context chain that could name the TimeoutError."],
  [87, "to_foreign_exception_on_timeout", "part",
    "C errors have no context chain that could name the TimeoutError."],
  [97, "to_misuse", "differs", "The same three refusals (AW_ESTATE), in words of our own."],
  [119, "sh_exception_after_outer_cancel_reported_once", "equal",
    "CPython 3.14 and awaitc report when the inner future fails; 3.13 when its record goes."],
  [131, "wa_errors", "differs",
    "A stale handle stands in for the coroutine that CPython refuses: C has no unstarted " +
    "coroutines."],
  [155, "tg_misuse", "differs", "The same three refusals (AW_ESTATE), in words of our own."],
  [157, "tg_keyboardinterrupt_bare", "none", "C has no KeyboardInterrupt."],
  [203, "run_main_exception_then_leftovers", "part",
    "The error of main is the exit code; there is no caller of run to see it raised."],
  [205, "run_await_leftover_from_two_runs", "none", "A program has one main, run once."],
  [207, "deadlock_detectable", "differs",
    "CPython waits for ever; here the program ends with a report of who waits for what."],
  [213, "debug_slow_callback", "part",
    "CPython's words are a line of its log; here they are a report on standard error."],
  [0, "loop_exception_in_callback_goes_on", "none",
    "A callback in C returns nothing; there is no exception that could leave it."],
  [0, "to_zero_with_undelivered_cancel", "differs",
    "CPython's timeout takes the earlier request for its own (gh-134471). Here what came before " +
    "the scope is delivered first, and passes it."],
  [0, "ga_duplicate_gets_one_request", "differs",
    "CPython asks a duplicate once for every place it stands in, which only counts in cancelling()."],
  [0, "run_main_cancels_itself", "part",
    "The end of main is told on standard error and by the exit code 1."],
];
