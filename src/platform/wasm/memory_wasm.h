/* Memory of the backend's own. */
#ifndef AW_MEMORY_WASM_H
#define AW_MEMORY_WASM_H

#include <stddef.h>

/* `bytes` for as long as the program runs, not counted; NULL if there are none. */
void *memory_lasting(size_t bytes);

#endif
