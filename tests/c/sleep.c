/* aw_sleep and aw_yield: when they end, and in which order. */
#include "test.h"

TEST("aw_sleep: ends at its deadline")
{
    EXPECT_INT(aw_sleep(10), 0);
    EXPECT_INT(aw_now(), 10);
}
