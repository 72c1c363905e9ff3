/* Waits for ever; on the virtual clock that is as fast as the machine goes. */
#include <awaitc.h>

int main(void)
{
    while (aw_sleep(1) == 0) {
    }
    return 0;
}
