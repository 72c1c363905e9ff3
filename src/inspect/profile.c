/* A profile by task function, computed from the rows of the trace alone.
 *
 * Each live task has a record under its number, which says since when it is running, ready or
 * waiting. The next row about the task charges that span to its function. A task that starts an
 * eager task stands still meanwhile. Times are those of the rows. */
#include "kernel/core.h"
#include "kernel/parts.h"
#include "base/memory.h"
#include "platform/switch.h"

#include <string.h>

/* Waiting for one reason at one call site. */
struct wait_site {
    struct wait_site *next;
    double ms;
    uint64_t count;
    size_t at;    /* where in `words` the call site begins, after the reason and its NUL */
    size_t bytes; /* of `words` */
    char words[];
};

struct function {
    struct function *next;
    struct wait_site *sites; /* in the order of their first wait */
    double running_ms, ready_ms, waiting_ms;
    uint64_t tasks, slices;
    size_t bytes; /* of `name` */
    char name[];
};

enum activity { ACTIVITY_READY, ACTIVITY_RUNNING, ACTIVITY_WAITING };

/* A task that is alive. */
struct subject {
    struct subject *next;  /* in its bucket */
    struct subject *outer; /* stands still while this one runs eagerly in it, or NULL */
    struct function *function;
    struct wait_site *site; /* while waiting; NULL if there was no memory for it */
    double since_ms;
    uint32_t number;
    uint8_t activity; /* enum activity */
};

enum { PROFILE_BUCKETS = 256 }; /* a power of two */

static struct {
    struct function *functions; /* in the order of their first task */
    struct subject **buckets;   /* NULL while nothing is measured */
    struct subject *running;    /* the innermost */
    uint64_t missed;            /* tasks and sites there was no memory for */
    double begun_ms, ended_ms;
} profile;

/* -- Records ----------------------------------------------------------------------------------- */

static struct subject **bucket_of(uint32_t number)
{
    return &profile.buckets[number % PROFILE_BUCKETS];
}

static struct subject *subject_of(uint32_t number)
{
    struct subject *subject = *bucket_of(number);
    while (subject && subject->number != number) subject = subject->next;
    return subject;
}

static struct function *function_of(const char *name)
{
    struct function **slot = &profile.functions;
    while (*slot && strcmp((*slot)->name, name) != 0) slot = &(*slot)->next;
    if (*slot) return *slot;
    size_t bytes = strlen(name) + 1;
    struct function *function = memory_take(sizeof *function + bytes);
    if (!function) return NULL;
    function->bytes = bytes;
    memcpy(function->name, name, bytes);
    return *slot = function;
}

static struct wait_site *wait_site_of(struct function *function, const char *reason, const char *at)
{
    if (!reason) reason = "";
    if (!at) at = "";
    struct wait_site **link = &function->sites;
    while (*link && (strcmp((*link)->words, reason) || strcmp((*link)->words + (*link)->at, at)))
        link = &(*link)->next;
    if (*link) return *link;
    size_t reason_bytes = strlen(reason) + 1, bytes = reason_bytes + strlen(at) + 1;
    struct wait_site *site = memory_take(sizeof *site + bytes);
    if (!site) {
        profile.missed++;
        return NULL;
    }
    site->at = reason_bytes;
    site->bytes = bytes;
    memcpy(site->words, reason, reason_bytes);
    memcpy(site->words + reason_bytes, at, bytes - reason_bytes);
    return *link = site;
}

static struct subject *subject_new(uint32_t number, const char *fn_name, double t)
{
    struct function *function = function_of(fn_name ? fn_name : "?");
    struct subject *subject = function ? memory_take(sizeof *subject) : NULL;
    if (!subject) {
        profile.missed++;
        return NULL;
    }
    *subject = (struct subject){
        .next = *bucket_of(number), .function = function, .since_ms = t, .number = number};
    *bucket_of(number) = subject;
    function->tasks++;
    return subject;
}

static void subject_free(struct subject *subject)
{
    struct subject **link = bucket_of(subject->number);
    while (*link != subject) link = &(*link)->next;
    *link = subject->next;
    memory_give(subject, sizeof *subject);
}

/* -- Rows -------------------------------------------------------------------------------------- */

/* Charges the span that ends at `t`, and begins the next one. */
static void charge(struct subject *subject, double t)
{
    double spent = t - subject->since_ms;
    struct function *function = subject->function;
    subject->since_ms = t;
    switch ((enum activity)subject->activity) {
    case ACTIVITY_READY: function->ready_ms += spent; break;
    case ACTIVITY_RUNNING: function->running_ms += spent; break;
    case ACTIVITY_WAITING:
        function->waiting_ms += spent;
        if (subject->site) subject->site->ms += spent;
    }
}

static void begin_running(struct subject *subject, double t)
{
    charge(subject, t);
    subject->activity = ACTIVITY_RUNNING;
    subject->function->slices++;
    if (profile.running == subject) return;
    if (profile.running) charge(profile.running, t);
    subject->outer = profile.running;
    profile.running = subject;
}

static void end_running(struct subject *subject, double t)
{
    charge(subject, t);
    if (profile.running != subject) return;
    profile.running = subject->outer;
    subject->outer = NULL;
    if (profile.running) profile.running->since_ms = t;
}

static void begin_waiting(struct subject *subject, const aw_trace_row *row)
{
    end_running(subject, row->t);
    subject->activity = ACTIVITY_WAITING;
    subject->site = wait_site_of(subject->function, row->reason, row->at);
    if (subject->site) subject->site->count++;
}

void profile_row(const aw_trace_row *row)
{
    if (row->kind == AW_TRACE_SPAWN) {
        subject_new(row->task, row->reason, row->t);
        return;
    }
    struct subject *subject = subject_of(row->task);
    if (!subject) return;
    switch (row->kind) {
    case AW_TRACE_START:
    case AW_TRACE_RESUME: begin_running(subject, row->t); break;
    case AW_TRACE_SUSPEND: begin_waiting(subject, row); break;
    case AW_TRACE_WAKE:
        charge(subject, row->t);
        subject->activity = ACTIVITY_READY;
        break;
    case AW_TRACE_END: end_running(subject, row->t); subject_free(subject);
    }
}

/* -- Start and stop ---------------------------------------------------------------------------- */

static double now_ms(void)
{
    return (double)aw_now_us() / 1000;
}

/* Charges what goes on, so that sums are up to date. */
static void charge_all(void)
{
    if (!profile.buckets) return;
    profile.ended_ms = now_ms();
    for (int i = 0; i < PROFILE_BUCKETS; i++)
        for (struct subject *subject = profile.buckets[i]; subject; subject = subject->next)
            if (subject->activity != ACTIVITY_RUNNING || subject == profile.running)
                charge(subject, profile.ended_ms);
}

void aw_profile_stop(void)
{
    if (!profile.buckets) return;
    charge_all();
    loop.tracing &= (uint8_t)~TRACE_TO_PROFILE;
    for (int i = 0; i < PROFILE_BUCKETS; i++)
        while (profile.buckets[i]) subject_free(profile.buckets[i]);
    memory_give(profile.buckets, PROFILE_BUCKETS * sizeof *profile.buckets);
    profile.buckets = NULL;
    profile.running = NULL;
}

void profile_forget(void)
{
    aw_profile_stop();
    while (profile.functions) {
        struct function *function = profile.functions;
        profile.functions = function->next;
        while (function->sites) {
            struct wait_site *site = function->sites;
            function->sites = site->next;
            memory_give(site, sizeof *site + site->bytes);
        }
        memory_give(function, sizeof *function + function->bytes);
    }
    profile.missed = 0;
}

/* A task that is alive at the start; false if there is no memory. */
static bool adopt(const struct task *task, double t)
{
    struct subject *subject = subject_new(task->future.record.number, task->fn_name, t);
    if (!subject) return false;
    if (task->state == TASK_PARKED) {
        subject->activity = ACTIVITY_WAITING;
        subject->site = wait_site_of(subject->function, task->wait->reason, task->at);
        if (!subject->site) return false;
        subject->site->count++;
    }
    if (task == loop.current) begin_running(subject, t);
    return true;
}

int aw_profile_start(void)
{
    profile_forget();
    profile.buckets = memory_take(PROFILE_BUCKETS * sizeof *profile.buckets);
    profile.begun_ms = now_ms();
    bool has_memory = profile.buckets != NULL;
    for (struct list *l = loop.tasks.next; l != &loop.tasks && has_memory; l = l->next)
        has_memory = adopt(container_of(l, struct task, all), profile.begun_ms);
    if (!has_memory) {
        profile_forget();
        return aw_fail_text(AW_ENOMEM, "aw_profile_start: no memory to note the tasks alive");
    }
    loop.tracing |= TRACE_TO_PROFILE;
    return 0;
}

/* -- Report ------------------------------------------------------------------------------------ */

static void add_ms(struct text *text, double ms)
{
    text_add_time(text, (int64_t)(ms * 1000 + 0.5), 1000);
}

enum { NAME_WIDTH = 28, NUMBER_WIDTH = 12 };

/* A number at the right edge of a column. */
static void profile_column(struct text *text, double ms, int64_t count, bool is_ms)
{
    struct text nowhere = {0};
    for (int is_real = 0; is_real < 2; is_real++) {
        struct text *to = is_real ? text : &nowhere;
        if (is_real && nowhere.length < NUMBER_WIDTH)
            text_pad(text, text->length, NUMBER_WIDTH - nowhere.length);
        if (is_ms)
            add_ms(to, ms);
        else
            text_add_number(to, count);
    }
}

static void report_table(struct text *text)
{
    text_add(text, "function                           tasks      slices  running ms    ready ms"
                   "  waiting ms\n");
    for (struct function *function = profile.functions; function; function = function->next) {
        size_t begin = text->length;
        text_add(text, function->name);
        text_pad(text, begin, NAME_WIDTH);
        profile_column(text, 0, (int64_t)function->tasks, false);
        profile_column(text, 0, (int64_t)function->slices, false);
        profile_column(text, function->running_ms, 0, true);
        profile_column(text, function->ready_ms, 0, true);
        profile_column(text, function->waiting_ms, 0, true);
        text_add(text, "\n");
        for (struct wait_site *site = function->sites; site; site = site->next) {
            begin = text->length;
            text_add(text, "  ");
            text_add(text, site->words);
            text_add(text, " at ");
            text_add(text, site->words + site->at);
            text_pad(text, begin, NAME_WIDTH + NUMBER_WIDTH);
            profile_column(text, 0, (int64_t)site->count, false);
            text_pad(text, text->length, 2 * NUMBER_WIDTH);
            profile_column(text, site->ms, 0, true);
            text_add(text, "\n");
        }
    }
    if (profile.missed == 0) return;
    text_add_number(text, (int64_t)profile.missed);
    text_add(text, " tasks or call sites are missing: there was no memory to note them\n");
}

static void json_ms(struct text *text, const char *name, double ms)
{
    text_add(text, name);
    add_ms(text, ms);
}

static void json_count(struct text *text, const char *name, uint64_t count)
{
    text_add(text, name);
    text_add_number(text, (int64_t)count);
}

static void report_json(struct text *text)
{
    json_ms(text, "{\"ms\":", profile.ended_ms - profile.begun_ms);
    json_count(text, ",\"missed\":", profile.missed);
    text_add(text, ",\"functions\":[");
    for (struct function *function = profile.functions; function; function = function->next) {
        text_add(text, function == profile.functions ? "{\"function\":" : ",{\"function\":");
        text_add_json(text, function->name);
        json_count(text, ",\"tasks\":", function->tasks);
        json_count(text, ",\"slices\":", function->slices);
        json_ms(text, ",\"running\":", function->running_ms);
        json_ms(text, ",\"ready\":", function->ready_ms);
        json_ms(text, ",\"waiting\":", function->waiting_ms);
        text_add(text, ",\"waits\":[");
        for (struct wait_site *site = function->sites; site; site = site->next) {
            text_add(text, site == function->sites ? "{\"reason\":" : ",{\"reason\":");
            text_add_json(text, site->words);
            text_add(text, ",\"at\":");
            text_add_json(text, site->words + site->at);
            json_count(text, ",\"count\":", site->count);
            json_ms(text, ",\"ms\":", site->ms);
            text_add(text, "}");
        }
        text_add(text, "]}");
    }
    text_add(text, "]}");
}

struct profile_request {
    enum aw_dump_format format;
    struct text text;
};

static void write_report(void *arg)
{
    struct profile_request *request = arg;
    charge_all();
    if (request->format == AW_DUMP_JSON)
        report_json(&request->text);
    else
        report_table(&request->text);
}

size_t aw_profile(enum aw_dump_format format, char *text, size_t size)
{
    struct profile_request request = {format, {.data = text, .size = size}};
    if (size) text[0] = 0;
    switch_on_system_stack(write_report, &request); /* a small task may ask */
    return request.text.length;
}
