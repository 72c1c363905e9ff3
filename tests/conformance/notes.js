// The scenarios that are not simply equal, as data: which, how and why. What C prints stands in the
// SCENARIO lines of the C files beside, what CPython prints in python/*.py; tools/conformance.mjs
// compares the two, and knows when a note is missing or out of date.

/** What stands for the notes of a scenario in the page. */
export const KINDS = {
  equal: "the same trace",
  part: "the same trace for the parts that C has",
  differs: "another trace, by decision",
  none: "no counterpart in C",
  later: "waits for its primitive",
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
  [35, "task_cancel_self_then_nonblocking_await", "part",
    "With a done task in the place of a queue that has an item."],
  [47, "task_await_cycle_deadlocks", "differs",
    "CPython waits for ever and its cancel() recurses without bound. The await that would " +
    "close the cycle fails with AW_EDEADLK here."],
  [61, "wf_inner_raises_on_cancel", "part",
    "C errors have no context chain that could name the TimeoutError."],
  [87, "to_foreign_exception_on_timeout", "part",
    "C errors have no context chain that could name the TimeoutError."],
  [97, "to_misuse", "differs", "The same three refusals (AW_ESTATE), in words of our own."],
  [101, "to_taskgroup_inside", "later", "aw_group"],
  [119, "sh_exception_after_outer_cancel_reported_once", "equal",
    "CPython 3.14 reports when the inner future fails; 3.13 and awaitc when its record goes, as " +
    "every error that nobody looked at."],
  [131, "wa_errors", "differs",
    "A stale handle stands in for the coroutine that CPython refuses: C has no unstarted " +
    "coroutines."],
  [133, "ac_timeout", "later", "aw_completed"],
  [135, "ac_async_iter_yields_original", "later", "aw_completed"],
  ...[[137, "tg_child_error_aborts"], [139, "tg_body_error_before_children_start"],
    [141, "tg_child_self_cancel_does_not_abort"], [143, "tg_parent_cancel_child_cleanup_waits"],
    [145, "tg_parent_cancel_child_raises"], [147, "tg_two_errors_same_tick"],
    [149, "tg_body_swallows_abort_cancel"], [151, "tg_nested_inner_error"],
    [153, "tg_nested_both_error_same_tick"], [155, "tg_misuse"],
  ].map(([number, name]) => [number, name, "later", "aw_group"]),
  [157, "tg_keyboardinterrupt_bare", "none", "C has no KeyboardInterrupt."],
  ...[[159, "tg_cancelling_level_preserved"], [161, "tg_timeout_and_child_error_in_cleanup"],
    [163, "tg_error_after_earlier_swallowed_cancel"],
  ].map(([number, name]) => [number, name, "later", "aw_group"]),
  [173, "cv_notify_needs_lock", "part", "The same two refusals (AW_ESTATE), in words of our own."],
  [181, "sem_bounded_over_release", "part",
    "A negative number is refused at the first use: an initialiser cannot."],
  ...[[187, "q_getters_fifo"], [189, "q_get_cancelled_after_wakeup_hands_on"],
    [191, "q_woken_getter_barged"], [193, "q_priority_lifo"],
    [195, "q_shutdown_wakes_getters_putters"], [197, "q_shutdown_immediate_with_unfinished"],
  ].map(([number, name]) => [number, name, "later", "aw_queue"]),
  [203, "run_main_exception_then_leftovers", "part",
    "The error of main is the exit code; there is no caller of run to see it raised."],
  [205, "run_await_leftover_from_two_runs", "none", "A program has one main, run once."],
  [207, "deadlock_detectable", "differs",
    "CPython waits for ever; here the program ends with a report of who waits for what."],
  [215, "staggered_race_failure_starts_next_early", "none",
    "Semi-private in asyncio; not part of the API."],
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
