/* The await graph as text: which task or future waits for which, now.
 *
 * There is an edge wherever a future has waiters: a task parked in aw_await, or a watch set on
 * behalf of a future (gather, shield) or a task (aw_wait). There is also an edge from a task to the
 * task that holds what it waits for (a lock). The edges are collected into one block and walked
 * without recursion, because a chain may be as long as there are tasks. Only futures that are not
 * done are shown: the others wait for nothing. */
#include "kernel/core.h"
#include "kernel/parts.h"
#include "base/memory.h"
#include "platform/switch.h"

enum mark { UNSEEN, ON_PATH, SHOWN };

struct walk_step {
    uint32_t node;
    uint32_t next; /* edge to go along */
};

/* The edges of a node are `edges[starts[node]]` to `edges[starts[node + 1]]`: where they lead to.
 * A node is an index in the table of futures. */
struct graph {
    struct text *text;
    uint32_t *edges;
    uint32_t *starts;
    struct walk_step *path;
    uint8_t *marks;    /* enum mark */
    uint8_t *is_below; /* an edge leads here */
    uint32_t nodes;
    uint32_t count; /* of edges */
    bool is_up;     /* turned round: from what is awaited to its waiters */
};

static uint32_t index_of(const struct future *future)
{
    return (uint32_t)future->record.id - 1;
}

/* Who waits, as an entry of a future's `watchers`; NULL for a mere callback. */
static const struct future *waiter_of(const struct list *link)
{
    struct entry *entry = container_of(link, struct entry, link);
    if (entry->run == task_step) return &container_of(entry, struct task, step)->future;
    return watch_by(entry);
}

/* The future that the record is, or NULL; a look at it does not count as a use. */
static const struct future *future_in(const struct record *record)
{
    return record && record->kind->is_future ? (const struct future *)record : NULL;
}

static const struct future *pending_at(uint32_t index)
{
    const struct future *future = future_in(table_at(&loop.records, index));
    return future && future->state == PENDING ? future : NULL;
}

/* -- Collecting -------------------------------------------------------------------------------- */

/* The task that holds what `task` waits for, or NULL. */
static const struct future *holder_of(const struct task *task)
{
    const aw_task *handle = task->state == TASK_PARKED ? task->wait->holder : NULL;
    const struct task *holder = handle ? task_of(*handle) : NULL;
    return holder && holder->future.state == PENDING ? &holder->future : NULL;
}

enum graph_pass { TOTAL, PER_NODE, PLACE };

static void edge(struct graph *graph, enum graph_pass pass, const struct future *waiter,
                 const struct future *awaited)
{
    uint32_t from = index_of(graph->is_up ? awaited : waiter);
    uint32_t to = index_of(graph->is_up ? waiter : awaited);
    switch (pass) {
    case TOTAL: graph->count++; break;
    case PER_NODE:
        graph->starts[from + 1]++;
        graph->is_below[to] = true;
        break;
    case PLACE: graph->edges[graph->starts[from]++] = to; break;
    }
}

static void each_edge(struct graph *graph, enum graph_pass pass)
{
    for (uint32_t i = 0; i < graph->nodes; i++) {
        const struct future *future = pending_at(i);
        if (!future) continue;
        for (const struct list *l = future->watchers.next; l != &future->watchers; l = l->next) {
            const struct future *waiter = waiter_of(l);
            if (waiter) edge(graph, pass, waiter, future);
        }
        const struct task *task = task_in(&future->record);
        const struct future *holder = task ? holder_of(task) : NULL;
        if (holder) edge(graph, pass, future, holder);
    }
}

static size_t graph_bytes(const struct graph *graph)
{
    size_t node_bytes = sizeof *graph->path + sizeof *graph->starts + 2;
    return graph->count * sizeof *graph->edges + (graph->nodes + 1) * node_bytes;
}

/* One block for everything, which begins at `path`; false if there is no memory. */
static bool graph_open(struct graph *graph)
{
    graph->nodes = loop.records.used;
    each_edge(graph, TOTAL);
    char *block = memory_take(graph_bytes(graph));
    if (!block) return false;
    graph->path = (struct walk_step *)(void *)block;
    graph->starts = (uint32_t *)(void *)(graph->path + graph->nodes + 1);
    graph->edges = graph->starts + graph->nodes + 1;
    graph->marks = (uint8_t *)(graph->edges + graph->count);
    graph->is_below = graph->marks + graph->nodes + 1;
    each_edge(graph, PER_NODE);
    for (uint32_t i = 0; i < graph->nodes; i++) graph->starts[i + 1] += graph->starts[i];
    each_edge(graph, PLACE); /* leaves in `starts[i]` what belongs in `starts[i + 1]` */
    for (uint32_t i = graph->nodes; i > 0; i--) graph->starts[i] = graph->starts[i - 1];
    graph->starts[0] = 0;
    return true;
}

static void graph_close(struct graph *graph)
{
    memory_give(graph->path, graph_bytes(graph));
}

/* -- Trees ------------------------------------------------------------------------------------- */

static void show(struct graph *graph, uint32_t node)
{
    const struct record *record = table_at(&loop.records, node);
    const struct task *task = task_in(record);
    if (task) {
        if (task->state == TASK_RUNNING || task->state == TASK_ENDED) {
            text_add(graph->text, task_name(task));
            text_add(graph->text, task->state == TASK_RUNNING ? " is running" : " has ended");
        } else {
            park_describe(graph->text, task);
        }
        return;
    }
    text_add(graph->text, record_name(record));
    text_add(graph->text, " made at ");
    text_add(graph->text, record->at);
}

/* The lines that lead to a node below the first `depth` nodes of the path. */
static void show_branches(struct graph *graph, uint32_t depth)
{
    for (uint32_t i = 0; i < depth; i++) {
        const struct walk_step *above = &graph->path[i];
        bool has_more = above->next < graph->starts[above->node + 1];
        text_add(graph->text, i + 1 < depth ? (has_more ? "│  " : "   ")
                              : has_more    ? "├─ "
                                            : "└─ ");
    }
    if (graph->is_up && depth > 0) text_add(graph->text, "awaited by ");
}

/* Shows the node and all that can be reached from it, each with what is below it only once. */
static void walk(struct graph *graph, uint32_t root)
{
    uint32_t depth = 0, node = root;
    for (;;) {
        show_branches(graph, depth);
        show(graph, node);
        bool is_leaf = graph->starts[node] == graph->starts[node + 1];
        if (graph->marks[node] == ON_PATH) text_add(graph->text, " (a cycle)");
        if (graph->marks[node] == SHOWN && !is_leaf) text_add(graph->text, " (see above)");
        text_add(graph->text, "\n");
        if (graph->marks[node] == UNSEEN) {
            graph->marks[node] = ON_PATH;
            graph->path[depth++] = (struct walk_step){node, graph->starts[node]};
        }
        while (graph->path[depth - 1].next == graph->starts[graph->path[depth - 1].node + 1]) {
            graph->marks[graph->path[depth - 1].node] = SHOWN;
            if (--depth == 0) return;
        }
        node = graph->edges[graph->path[depth - 1].next++];
    }
}

/* Main, then roots that nothing waits for, then the rest: cycles that no edge leads to. */
static void dump_tree(struct graph *graph)
{
    if (loop.main && loop.main->future.state == PENDING) walk(graph, index_of(&loop.main->future));
    for (int is_rest = 0; is_rest < 2; is_rest++) {
        for (const struct list *l = loop.tasks.next; l != &loop.tasks; l = l->next) {
            uint32_t node = index_of(&container_of(l, struct task, all)->future);
            if (graph->marks[node] == UNSEEN && (is_rest || !graph->is_below[node]))
                walk(graph, node);
        }
        for (uint32_t i = 0; i < graph->nodes && !is_rest; i++)
            if (pending_at(i) && graph->marks[i] == UNSEEN && !graph->is_below[i] &&
                graph->starts[i] < graph->starts[i + 1])
                walk(graph, i);
    }
}

static void dump_graph(struct text *text, bool is_up, const struct future *root)
{
    struct graph graph = {.text = text, .is_up = is_up};
    if (!graph_open(&graph)) {
        text_add(text, "no memory for the await graph\n");
        return;
    }
    if (!is_up)
        dump_tree(&graph);
    else if (root)
        walk(&graph, index_of(root));
    graph_close(&graph);
}

/* -- Table ------------------------------------------------------------------------------------- */

enum dump_column { NUMBER, NAME, FUNCTION, STATE, WAITS_FOR, AT, SINCE, AWAITED_BY, COLUMNS };

static const char *const titles[COLUMNS] = {"#",         "task", "function", "state",
                                            "waits for", "at",   "since ms", "awaited by"};
static const char *const states[] = {"new", "ready", "running", "parked", "ended"};

/* The numbers of a future's waiters, `between` them. */
static void add_waiters(struct text *text, const struct future *future, const char *between)
{
    bool is_first = true;
    for (const struct list *l = future->watchers.next; l != &future->watchers; l = l->next) {
        const struct future *waiter = waiter_of(l);
        if (!waiter) continue;
        if (!is_first) text_add(text, between);
        is_first = false;
        text_add_number(text, waiter->record.number);
    }
}

int64_t dump_since(const struct task *task)
{
    return task->since_us / 1000;
}

static void cell(struct text *text, const struct task *task, enum dump_column column)
{
    const struct wait *wait = task->state == TASK_PARKED ? task->wait : NULL;
    switch (column) {
    case NUMBER: text_add_number(text, task->future.record.number); break;
    case NAME: text_add(text, task_name(task)); break;
    case FUNCTION: text_add(text, task->fn_name); break;
    case STATE: text_add(text, states[task->state]); break;
    case WAITS_FOR:
        if (!wait) break;
        text_add(text, wait->reason);
        if (!park_detail(wait)) break;
        text_add(text, " ");
        text_add(text, park_detail(wait));
        break;
    case AT: text_add(text, wait ? task->at : ""); break;
    case SINCE:
        if (wait) text_add_number(text, dump_since(task));
        break;
    default: add_waiters(text, &task->future, " ");
    }
}

static size_t cell_width(const struct task *task, enum dump_column column)
{
    struct text nowhere = {0};
    cell(&nowhere, task, column);
    return nowhere.length;
}

static void dump_row(struct text *text, const struct task *task, const size_t *widths)
{
    size_t begin = text->length, left = 0;
    for (enum dump_column c = NUMBER; c < COLUMNS; left += widths[c++] + 2) {
        if (task && cell_width(task, c) == 0) continue; /* no spaces at the end of a line */
        text_pad(text, begin, left);
        if (task)
            cell(text, task, c);
        else
            text_add(text, titles[c]);
    }
    text_add(text, "\n");
}

static void dump_table(struct text *text)
{
    size_t widths[COLUMNS];
    for (enum dump_column c = NUMBER; c < COLUMNS; c++) {
        widths[c] = 0;
        while (titles[c][widths[c]]) widths[c]++;
        for (const struct list *l = loop.tasks.next; l != &loop.tasks; l = l->next) {
            size_t width = cell_width(container_of(l, struct task, all), c);
            if (width > widths[c]) widths[c] = width;
        }
    }
    dump_row(text, NULL, widths);
    for (const struct list *l = loop.tasks.next; l != &loop.tasks; l = l->next)
        dump_row(text, container_of(l, struct task, all), widths);
}

/* -- JSON -------------------------------------------------------------------------------------- */

static void json_field(struct text *text, const char *name, const char *value)
{
    text_add(text, ",\"");
    text_add(text, name);
    text_add(text, "\":");
    text_add_json(text, value);
}

static void json_number(struct text *text, const char *name, int64_t value)
{
    text_add(text, ",\"");
    text_add(text, name);
    text_add(text, "\":");
    text_add_number(text, value);
}

static void json_waiters(struct text *text, const struct future *future)
{
    text_add(text, ",\"awaited_by\":[");
    add_waiters(text, future, ",");
    text_add(text, "]}");
}

static void json_task(struct text *text, const struct task *task)
{
    const struct wait *wait = task->state == TASK_PARKED ? task->wait : NULL;
    text_add(text, "{\"id\":");
    text_add_number(text, task->future.record.number);
    json_field(text, "name", task_name(task));
    json_field(text, "function", task->fn_name);
    json_field(text, "spawned_at", task->future.record.at);
    json_field(text, "state", states[task->state]);
    json_field(text, "reason", wait ? wait->reason : NULL);
    json_field(text, "detail", wait ? park_detail(wait) : NULL);
    json_field(text, "at", wait ? task->at : NULL);
    if (wait) json_number(text, "since", dump_since(task));
    if (wait && wait->on) json_number(text, "awaits", wait->on->record.number);
    if (holder_of(task)) json_number(text, "held_by", holder_of(task)->record.number);
    json_number(text, "cancelling", task->cancels);
    json_waiters(text, &task->future);
}

static void json_future(struct text *text, const struct future *future)
{
    text_add(text, "{\"id\":");
    text_add_number(text, future->record.number);
    json_field(text, "type", future->record.type->name);
    json_field(text, "made_at", future->record.at);
    json_waiters(text, future);
}

static void dump_json(struct text *text)
{
    text_add(text, "{\"now\":");
    text_add_number(text, aw_now());
    text_add(text, ",\"tasks\":[");
    for (const struct list *l = loop.tasks.next; l != &loop.tasks; l = l->next) {
        if (l != loop.tasks.next) text_add(text, ",");
        json_task(text, container_of(l, struct task, all));
    }
    text_add(text, "],\"futures\":[");
    bool is_first = true;
    for (uint32_t i = 0; i < loop.records.used; i++) {
        const struct future *future = pending_at(i);
        if (!future || task_in(&future->record)) continue;
        if (!is_first) text_add(text, ",");
        is_first = false;
        json_future(text, future);
    }
    text_add(text, "]}");
}

/* -- The public face --------------------------------------------------------------------------- */

struct dump_into {
    enum aw_dump_format format;
    const struct future *root;
    struct text text;
};

static void dump(void *arg)
{
    struct dump_into *request = arg;
    switch (request->format) {
    case AW_DUMP_TREE: dump_graph(&request->text, false, NULL); break;
    case AW_DUMP_TABLE: dump_table(&request->text); break;
    case AW_DUMP_GRAPH: dump_graph(&request->text, true, request->root); break;
    case AW_DUMP_JSON: dump_json(&request->text); break;
    }
}

static size_t dump_into(enum aw_dump_format format, const struct future *root, char *text,
                        size_t size)
{
    struct dump_into request = {format, root, {.data = text, .size = size}};
    if (size) text[0] = 0;
    switch_on_system_stack(dump, &request); /* a small task may ask */
    return request.text.length;
}

size_t aw_dump(enum aw_dump_format format, char *text, size_t size)
{
    return dump_into(format, loop.current ? &loop.current->future : NULL, text, size);
}

size_t aw_dump_graph(aw_future future, char *text, size_t size)
{
    const struct future *root = future_in(table_get(&loop.records, future.id));
    return dump_into(AW_DUMP_GRAPH, root, text, size);
}
