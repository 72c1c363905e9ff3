/* The program's arguments, from WASI. */
#ifndef AW_ARGUMENTS_H
#define AW_ARGUMENTS_H

/* Argv, with a NULL at its end, for as long as the program runs; NULL if there is no memory. */
char **arguments_read(int *count);

#endif
