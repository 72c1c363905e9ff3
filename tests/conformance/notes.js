// The scenarios whose traces differ, as data: which, how and why. The SCENARIO lines of the C files
// in this folder record the output of C, python/*.py that of CPython. tools/conformance.mjs
// compares the two and reports a missing or outdated note.

/** The kinds of notes, and their names on the page. */
export const KINDS = {
  equal: "the same trace",
  part: "the same trace for the parts that C has",
  differs: "a different trace, by decision",
  none: "no counterpart in C",
};

/** [number in the list (0: an additional one), name, kind, note]. */
export const NOTES = [
  [
    5,
    "loop_equal_deadline_3",
    "differs",
    "CPython uses the order of its heap, which is unspecified. In awaitc equal deadlines fire in " +
      "the order of creation.",
  ],
  [
    11,
    "loop_pre_stopped_runs_one_iter",
    "none",
    "There is no loop object that could be stopped: the program is the loop.",
  ],
  [
    13,
    "loop_base_exception_escapes",
    "none",
    "C has no exception that leaves the loop; exit() ends the program.",
  ],
  [15, "loop_closed_rejects", "none", "There is no closed loop: the loop ends with the program."],
  [
    47,
    "task_await_cycle_deadlocks",
    "differs",
    "CPython waits forever and its cancel() recurses without bound. In awaitc the await that " +
      "would close the cycle fails with AW_EDEADLK.",
  ],
  [
    61,
    "wf_inner_raises_on_cancel",
    "part",
    "C errors have no context chain that could name the TimeoutError.",
  ],
  [
    87,
    "to_foreign_exception_on_timeout",
    "part",
    "C errors have no context chain that could name the TimeoutError.",
  ],
  [97, "to_misuse", "differs", "The same three errors (AW_ESTATE), with different messages."],
  [
    119,
    "sh_exception_after_outer_cancel_reported_once",
    "equal",
    "CPython 3.14 and awaitc report when the inner future fails; 3.13 reports when it is destroyed.",
  ],
  [
    131,
    "wa_errors",
    "differs",
    "C has no unstarted coroutines. The C program passes a stale handle instead of the coroutine " +
      "that CPython refuses.",
  ],
  [155, "tg_misuse", "differs", "The same three errors (AW_ESTATE), with different messages."],
  [157, "tg_keyboardinterrupt_bare", "none", "C has no KeyboardInterrupt."],
  [
    203,
    "run_main_exception_then_leftovers",
    "part",
    "The error of main becomes the exit code; there is no caller of run that could catch it.",
  ],
  [205, "run_await_leftover_from_two_runs", "none", "A program has one main, which runs once."],
  [
    207,
    "deadlock_detectable",
    "differs",
    "CPython waits forever. An awaitc program ends with a report of which task waits for what.",
  ],
  [
    213,
    "debug_slow_callback",
    "part",
    "CPython writes the message to its log; awaitc writes a report to standard error.",
  ],
  [
    0,
    "loop_exception_in_callback_goes_on",
    "none",
    "A callback in C returns nothing, and no exception can leave it.",
  ],
  [
    0,
    "to_zero_with_undelivered_cancel",
    "differs",
    "CPython's timeout mistakes the earlier request for its own (gh-134471). In awaitc a request " +
      "made before the scope is delivered first and propagates out of the scope.",
  ],
  [
    0,
    "ga_duplicate_gets_one_request",
    "differs",
    "CPython cancels a duplicate once for each occurrence; only cancelling() shows the difference.",
  ],
  [
    0,
    "run_main_cancels_itself",
    "part",
    "The end of main is reported on standard error and by exit code 1.",
  ],
];
