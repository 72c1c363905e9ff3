/* Retry: calls a function again after a failure, with growing, varied waits; on the public API
 * only. The random share of the waits comes from a seed, so a run can be repeated exactly. */
#include "awaitc_lowlevel.h"
#include "platform/host.h"
#include "base/text.h"

enum { RETRY_TRIES = 5, FIRST_DELAY_MS = 100, DELAY_MAX_MS = 30000 };
static const double FACTOR = 2, JITTER = 0.5;

struct retry {
    aw_fn *fn;
    void *arg;
    const aw_retry_options *options;
    double delay_ms;          /* before the next try, without jitter */
    uint64_t random;          /* state; 0 before its first use */
    const aw_timeout *limit;  /* of the whole, or NULL */
    int failed;               /* tries */
    char words[WORDS_QUOTED]; /* of the latest failure */
};

/* Splitmix64: the next of the numbers that the seed stands for, from 0 to less than 1. */
static double retry_random(struct retry *retry)
{
    if (!retry->random) retry->random = retry->options->seed;
    if (!retry->random) retry->random = host_random();
    uint64_t x = retry->random += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    x ^= x >> 31;
    return (double)(x >> 11) / 9007199254740992.0; /* 2^53 */
}

/* How long to wait before the next try. */
static aw_ms retry_delay(struct retry *retry)
{
    const aw_retry_options *options = retry->options;
    double max = options->delay_max_ms > 0 ? (double)options->delay_max_ms : DELAY_MAX_MS;
    double jitter = options->jitter == 0 ? JITTER : options->jitter;
    if (jitter > 1) jitter = 1;
    double delay = retry->delay_ms < max ? retry->delay_ms : max;
    retry->delay_ms = delay * (options->factor > 0 ? options->factor : FACTOR);
    if (jitter > 0) delay -= delay * jitter * retry_random(retry);
    return (aw_ms)(delay + 0.5);
}

static bool retry_is_over(const struct retry *retry, int rc)
{
    int tries_max = retry->options->tries_max ? retry->options->tries_max : RETRY_TRIES;
    if (rc >= 0 || rc == AW_ECANCELLED) return true;
    if (retry->limit && aw_timeout_expired(retry->limit)) return true;
    return tries_max > 0 && retry->failed + 1 >= tries_max;
}

static int retry_run(struct retry *retry, const char *at)
{
    const aw_retry_options *options = retry->options;
    retry->delay_ms =
        options->first_delay_ms > 0 ? (double)options->first_delay_ms : FIRST_DELAY_MS;
    for (;;) {
        int rc = retry->fn(retry->arg);
        if (retry_is_over(retry, rc)) return rc;
        if (options->should_retry && !options->should_retry(rc, retry->arg)) return rc;
        retry->failed++;
        struct text text = text_in(retry->words, sizeof retry->words);
        text_add(&text, aw_errmsg());
        rc = aw_sleep_here(retry_delay(retry), at);
        if (rc < 0) return rc;
    }
}

/* Time was up: tells what had been wrong all the while. */
static int retry_timed_out(const struct retry *retry)
{
    char words[WORDS_ERROR];
    struct text text = text_in(words, sizeof words);
    text_add(&text, "aw_retry: ");
    text_add_number(&text, retry->options->total_ms);
    text_add(&text, " ms were over; tries that had failed: ");
    text_add_number(&text, retry->failed);
    if (retry->failed > 0) {
        text_add(&text, ", the last with: ");
        text_add(&text, retry->words);
    }
    return aw_fail_text(AW_ETIMEDOUT, words);
}

int aw_retry_here(aw_fn *fn, void *arg, const aw_retry_options *options, const char *at)
{
    static const aw_retry_options defaults = {0};
    struct retry retry = {.fn = fn, .arg = arg, .options = options ? options : &defaults};
    if (!fn) return aw_fail_text(AW_EINVAL, "aw_retry: needs a function");
    if (retry.options->total_ms <= 0) return retry_run(&retry, at);
    aw_timeout limit = {{0}};
    int rc = aw_timeout_enter_here(&limit, retry.options->total_ms, at);
    if (rc < 0) return rc;
    retry.limit = &limit;
    int ended = retry_run(&retry, at);
    rc = aw_timeout_exit(&limit, ended);
    return ended == AW_ECANCELLED && rc == AW_ETIMEDOUT ? retry_timed_out(&retry) : rc;
}
