/* Never suspends: only throwing its worker away ends it. */
#include <stdio.h>

int main(void)
{
    puts("round and round");
    fflush(stdout);
    for (volatile int i = 0;; i++) {
    }
}
