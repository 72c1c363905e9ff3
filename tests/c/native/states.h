/* Checks that the states of all futures and tasks are legal ones; called between two turns. */
#ifndef STATES_H
#define STATES_H

/* NULL, or what cannot be. */
const char *states_fault(void);

#endif
