// The works of bench/programs in Go, for its wasm port. Reads lines "WORK ARG ARG …" and answers
// each with the nanoseconds that it took.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// pair runs a function twice, at once.
func pair(work func()) {
	both := sync.WaitGroup{}
	both.Add(2)
	for i := 0; i < 2; i++ {
		go func() {
			defer both.Done()
			work()
		}()
	}
	both.Wait()
}

//go:noinline
func yieldBelow(depth int) {
	if depth == 0 {
		runtime.Gosched()
		return
	}
	yieldBelow(depth - 1)
}

//go:noinline
func loopBelow(depth, count int) {
	if depth > 0 {
		loopBelow(depth-1, count)
		return
	}
	for ; count > 0; count-- {
		runtime.Gosched()
	}
}

func yieldCalls(n []int) {
	pair(func() {
		for left := n[1]; left > 0; left-- {
			yieldBelow(n[0])
		}
	})
}

func yieldLoop(n []int) { pair(func() { loopBelow(n[0], n[1]) }) }

func spawnEach(count int, child func(int) int) {
	for i := 0; i < count; i++ {
		result := make(chan int)
		go func(value int) { result <- child(value) }(i)
		if <-result != i {
			panic("wrong result")
		}
	}
}

func yielding(value int) int {
	runtime.Gosched()
	return value
}

func spawn(n []int)      { spawnEach(n[0], yielding) }
func spawnInert(n []int) { spawnEach(n[0], func(value int) int { return value }) }

func gather(n []int) {
	for rounds := n[1]; rounds > 0; rounds-- {
		results := make([]int, n[0])
		all := sync.WaitGroup{}
		all.Add(n[0])
		for i := range results {
			go func(i int) {
				results[i] = yielding(i)
				all.Done()
			}(i)
		}
		all.Wait()
	}
}

// tree starts a goroutine for each node; the leaves wait for the end of the context.
func tree(ctx context.Context, levels, width int, all *sync.WaitGroup) {
	defer all.Done()
	if levels == 0 {
		<-ctx.Done()
		return
	}
	own, cancel := context.WithCancel(ctx)
	defer cancel()
	all.Add(width)
	for i := 0; i < width; i++ {
		go tree(own, levels-1, width, all)
	}
	<-own.Done()
}

func cancelTree(n []int) {
	for rounds := n[2]; rounds > 0; rounds-- {
		ctx, cancel := context.WithCancel(context.Background())
		all := sync.WaitGroup{}
		all.Add(1)
		go tree(ctx, n[0], n[1], &all)
		for level := 0; level <= n[0]; level++ {
			runtime.Gosched()
		}
		cancel()
		all.Wait()
	}
}

func queueHanded(n []int) {
	queue := make(chan int, n[0])
	go func() {
		for i := 0; i < n[1]; i++ {
			queue <- i
		}
	}()
	for i := 0; i < n[1]; i++ {
		if <-queue != i {
			panic("wrong item")
		}
	}
}

func queueAlone(n []int) {
	queue := make(chan int, 1)
	for i := 0; i < n[0]; i++ {
		queue <- i
		<-queue
	}
}

func lockFree(n []int) {
	lock := sync.Mutex{}
	for left := n[0]; left > 0; left-- {
		lock.Lock()
		lock.Unlock()
	}
}

func semaphoreFree(n []int) { queueAlone(n) } // Go's idiom: a channel with room for the permits

func eventSet(n []int) {
	event := make(chan struct{})
	close(event)
	for left := n[0]; left > 0; left-- {
		<-event
	}
}

func lockHanded(n []int) {
	lock := sync.Mutex{}
	pair(func() {
		for left := n[0]; left > 0; left-- {
			lock.Lock()
			runtime.Gosched()
			lock.Unlock()
		}
	})
}

func broadcast(n []int) {
	for rounds := n[1]; rounds > 0; rounds-- {
		event := make(chan struct{})
		all := sync.WaitGroup{}
		all.Add(n[0])
		for i := 0; i < n[0]; i++ {
			go func() {
				<-event
				all.Done()
			}()
		}
		runtime.Gosched()
		close(event)
		all.Wait()
	}
}

var works = map[string]func([]int){
	"yield_loop": yieldLoop, "yield_calls": yieldCalls, "spawn": spawn, "spawn_inert": spawnInert, "gather": gather,
	"cancel_tree": cancelTree, "queue_handed": queueHanded, "queue_alone": queueAlone,
	"lock_free": lockFree, "semaphore_free": semaphoreFree, "event_set": eventSet,
	"lock_handed": lockHanded, "broadcast": broadcast,
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		numbers := []int{}
		for _, word := range words[1:] {
			number, _ := strconv.Atoi(word)
			numbers = append(numbers, number)
		}
		start := time.Now()
		works[words[0]](numbers)
		fmt.Println(time.Since(start).Nanoseconds())
	}
}
