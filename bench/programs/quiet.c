/* As small as a program gets: no stdio. */
#include <awaitc.h>

int main(void)
{
    return aw_sleep(1);
}
