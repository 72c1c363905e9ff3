/* Prints for ever without waiting. */
#include <stdio.h>

int main(void)
{
    for (int i = 0;; i++)
        printf("line %d\n", i);
}
