/* The hotel is full, and nobody tells the others. */
#include <awaitc.h>
#include <stdio.h>
#include <unistd.h>

struct booking {
    const char *what;
    int answer_ms;
    bool is_full;
};

/* A while, a different one in each run. */
static int between(int least, int most)
{
    unsigned char byte = 0;
    getentropy(&byte, 1);
    return least + byte * (most - least) / 255;
}

static int book(void *arg)
{
    struct booking *booking = arg;
    aw_set_name(aw_self(), booking->what);
    int rc = aw_sleep(booking->answer_ms);
    if (rc < 0) return rc;
    if (booking->is_full)
        return aw_fail(-1, "the %s is full", booking->what);
    printf("%s: booked and paid\n", booking->what);
    return 0;
}

static int plan_trip(void)
{
    int flight_ms = between(400, 600), car_ms = between(250, 390);
    int hotel_ms = between(100, 200);
    aw_task flight =
        aw_go(book, struct booking, "flight", flight_ms, false);
    aw_task car = aw_go(book, struct booking, "car", car_ms, false);
    aw_task hotel =
        aw_go(book, struct booking, "hotel", hotel_ms, true);
    int rc = aw_await(flight);
    if (rc == 0) rc = aw_await(car);
    if (rc == 0) rc = aw_await(hotel);
    return rc;
}

int main(void)
{
    if (plan_trip() < 0) printf("no trip: %s\n", aw_errmsg());
    return 0;
}
