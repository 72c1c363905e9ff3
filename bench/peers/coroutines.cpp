// C++20 coroutines on a bare ring of ready handles: no cancellation, no errors, no trace, no
// stacks. What a stackless switch can cost at the least. There is no C++ library for wasm here, so
// the few things of <coroutine> that the compiler wants are below.
namespace std
{
template <class R, class... A> struct coroutine_traits {
    using promise_type = typename R::promise_type;
};
template <class P = void> struct coroutine_handle;
template <> struct coroutine_handle<void> {
    void *frame = nullptr;
    static coroutine_handle from_address(void *address)
    {
        return {address};
    }
    void *address() const
    {
        return frame;
    }
    void resume() const
    {
        __builtin_coro_resume(frame);
    }
    void destroy() const
    {
        __builtin_coro_destroy(frame);
    }
};
template <class P> struct coroutine_handle {
    void *frame = nullptr;
    static coroutine_handle from_address(void *address)
    {
        return {address};
    }
    static coroutine_handle from_promise(P &promise)
    {
        return {__builtin_coro_promise((char *)&promise, alignof(P), true)};
    }
    P &promise() const
    {
        return *(P *)__builtin_coro_promise(frame, alignof(P), false);
    }
    operator coroutine_handle<>() const
    {
        return {frame};
    }
};
struct suspend_always {
    bool await_ready() noexcept
    {
        return false;
    }
    void await_suspend(coroutine_handle<>) noexcept
    {
    }
    void await_resume() noexcept
    {
    }
};
} // namespace std

using handle = std::coroutine_handle<>;
using size_type = decltype(sizeof 0);

// Memory: a list of free blocks for each size.
enum { STEP = 16, SIZES = 64 };
extern char __heap_base;
static char *heap_end = &__heap_base;
static struct block {
    block *next;
} * blocks[SIZES];

static void *take(size_type bytes)
{
    size_type slot = (bytes + STEP - 1) / STEP;
    if (block *free = blocks[slot]) {
        blocks[slot] = free->next;
        return free;
    }
    char *made = heap_end;
    heap_end += slot * STEP;
    while ((size_type)heap_end > __builtin_wasm_memory_size(0) * 65536)
        if (__builtin_wasm_memory_grow(0, 16) == (size_type)-1) __builtin_trap();
    return made;
}

static void give(void *given, size_type bytes)
{
    block *freed = (block *)given;
    size_type slot = (bytes + STEP - 1) / STEP;
    freed->next = blocks[slot];
    blocks[slot] = freed;
}

// The loop: a ring of handles that are ready.
enum { RING = 1024 };
static handle ring[RING];
static unsigned head, tail;

static void soon(handle ready)
{
    ring[tail++ % RING] = ready;
}

static void run()
{
    while (head != tail) ring[head++ % RING].resume();
}

struct yield {
    bool await_ready() noexcept
    {
        return false;
    }
    void await_suspend(handle self) noexcept
    {
        soon(self);
    }
    void await_resume() noexcept
    {
    }
};

/* A lazy coroutine, which its awaiter starts and goes on after. */
struct task {
    struct promise_type {
        handle awaiter;
        int value = 0;
        void *operator new(size_type bytes)
        {
            return take(bytes);
        }
        void operator delete(void *frame, size_type bytes)
        {
            give(frame, bytes);
        }
        task get_return_object()
        {
            return {std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        std::suspend_always initial_suspend() noexcept
        {
            return {};
        }
        struct final {
            bool await_ready() noexcept
            {
                return false;
            }
            void await_suspend(std::coroutine_handle<promise_type> self) noexcept
            {
                if (self.promise().awaiter.frame) self.promise().awaiter.resume();
            }
            void await_resume() noexcept
            {
            }
        };
        final final_suspend() noexcept
        {
            return {};
        }
        void return_value(int given)
        {
            value = given;
        }
        void unhandled_exception()
        {
        }
    };
    std::coroutine_handle<promise_type> self;

    struct join {
        std::coroutine_handle<promise_type> child;
        bool await_ready() noexcept
        {
            return false;
        }
        void await_suspend(handle awaiter) noexcept
        {
            child.promise().awaiter = awaiter;
            handle(child).resume();
        }
        int await_resume() noexcept
        {
            int value = child.promise().value;
            handle(child).destroy();
            return value;
        }
    };
    join operator co_await()
    {
        return {self};
    }
};

static task yield_below(int depth)
{
    if (depth == 0) {
        co_await yield{};
        co_return 0;
    }
    co_return co_await yield_below(depth - 1);
}

static task calls_of(int depth, int count)
{
    while (count-- > 0) co_await yield_below(depth);
    co_return 0;
}

static task loop_of(int depth, int count)
{
    if (depth > 0) co_return co_await loop_of(depth - 1, count);
    while (count-- > 0) co_await yield{};
    co_return 0;
}

static void pair(task first, task second)
{
    soon(first.self);
    soon(second.self);
    run();
    handle(first.self).destroy();
    handle(second.self).destroy();
}

extern "C" __attribute__((export_name("yield_calls"))) void yield_calls(int depth, int count)
{
    pair(calls_of(depth, count), calls_of(depth, count));
}

extern "C" __attribute__((export_name("yield_loop"))) void yield_loop(int depth, int count)
{
    pair(loop_of(depth, count), loop_of(depth, count));
}

/* A task of its own, beside its awaiter: the loop starts it and wakes the awaiter. */
struct spawned {
    std::coroutine_handle<task::promise_type> child;
    bool await_ready() noexcept
    {
        return false;
    }
    void await_suspend(handle awaiter) noexcept
    {
        child.promise().awaiter = awaiter;
        soon(child);
    }
    int await_resume() noexcept
    {
        int value = child.promise().value;
        handle(child).destroy();
        return value;
    }
};

static task yielding(int value)
{
    co_await yield{};
    co_return value;
}

static __attribute__((noinline)) task inert(int value)
{
    co_return value;
}

static task spawns_of(int count, bool is_inert)
{
    for (int i = 0; i < count; i++)
        if (co_await spawned{(is_inert ? inert(i) : yielding(i)).self} != i) __builtin_trap();
    co_return 0;
}

static void alone(task one)
{
    soon(one.self);
    run();
    handle(one.self).destroy();
}

extern "C" __attribute__((export_name("spawn"))) void spawn(int count)
{
    alone(spawns_of(count, false));
}

extern "C" __attribute__((export_name("spawn_inert"))) void spawn_inert(int count)
{
    alone(spawns_of(count, true));
}
