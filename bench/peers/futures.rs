// Rust futures on a bare queue of ready tasks: no wakers that do anything, no cancellation. What a
// stackless switch costs when each level of an async call is polled through those around it.
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::ptr;
use std::rc::Rc;
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

type Task = Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    static READY: RefCell<VecDeque<Task>> = RefCell::new(VecDeque::new());
}

fn soon(task: Task) {
    READY.with(|ready| ready.borrow_mut().push_back(task));
}

fn idle_waker() -> Waker {
    const TABLE: RawWakerVTable =
        RawWakerVTable::new(|_| RawWaker::new(ptr::null(), &TABLE), |_| {}, |_| {}, |_| {});
    unsafe { Waker::from_raw(RawWaker::new(ptr::null(), &TABLE)) }
}

/// Polls the ready tasks in turn until all have ended.
fn run() {
    let waker = idle_waker();
    let mut context = Context::from_waker(&waker);
    while let Some(mut task) = READY.with(|ready| ready.borrow_mut().pop_front()) {
        if task.as_mut().poll(&mut context).is_pending() {
            soon(task);
        }
    }
}

/// Is pending once.
struct Yield(bool);

impl Future for Yield {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, _: &mut Context) -> Poll<()> {
        if self.0 {
            return Poll::Ready(());
        }
        self.0 = true;
        Poll::Pending
    }
}

/// A recursive async function needs a box for each level.
fn yield_below(depth: i32) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async move {
        if depth == 0 {
            Yield(false).await;
        } else {
            yield_below(depth - 1).await;
        }
    })
}

fn loop_of(depth: i32, count: i32) -> Task {
    Box::pin(async move {
        if depth > 0 {
            loop_of(depth - 1, count).await;
        } else {
            for _ in 0..count {
                Yield(false).await;
            }
        }
    })
}

async fn calls_of(depth: i32, count: i32) {
    for _ in 0..count {
        yield_below(depth).await;
    }
}

#[no_mangle]
pub extern "C" fn yield_calls(depth: i32, count: i32) {
    soon(Box::pin(calls_of(depth, count)));
    soon(Box::pin(calls_of(depth, count)));
    run();
}

#[no_mangle]
pub extern "C" fn yield_loop(depth: i32, count: i32) {
    soon(loop_of(depth, count));
    soon(loop_of(depth, count));
    run();
}

/// What a task leaves for the one that joins it.
struct Join(Rc<RefCell<Option<i32>>>);

impl Future for Join {
    type Output = i32;
    fn poll(self: Pin<&mut Self>, _: &mut Context) -> Poll<i32> {
        match *self.0.borrow() {
            Some(value) => Poll::Ready(value),
            None => Poll::Pending,
        }
    }
}

fn spawn_task(child: impl Future<Output = i32> + 'static) -> Join {
    let place = Rc::new(RefCell::new(None));
    let result = place.clone();
    soon(Box::pin(async move {
        let value = child.await;
        *result.borrow_mut() = Some(value);
    }));
    Join(place)
}

async fn yielding(value: i32) -> i32 {
    Yield(false).await;
    value
}

async fn inert(value: i32) -> i32 {
    value
}

#[no_mangle]
pub extern "C" fn spawn(count: i32) {
    soon(Box::pin(async move {
        for i in 0..count {
            assert_eq!(spawn_task(yielding(i)).await, i);
        }
    }));
    run();
}

#[no_mangle]
pub extern "C" fn spawn_inert(count: i32) {
    soon(Box::pin(async move {
        for i in 0..count {
            assert_eq!(spawn_task(inert(i)).await, i);
        }
    }));
    run();
}
