/* Waits for a future that nobody completes. */
#include <awaitc.h>

int main(void)
{
    return aw_await(aw_future_new());
}
