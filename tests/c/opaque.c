/* Opaque objects of the public headers. The library keeps structures of its own in their memory, so
 * the optimiser must expect an access of any type to read or write it. */
#include <awaitc_inspect.h>
#include <awaitc_lowlevel.h>
#include <awaitc_test.h>

#include "test.h"

/* opaque_sees_TYPE: whether a read of the object sees what was written there as a pointer. */
#define OPAQUE(type)                                                                        \
    static __attribute__((noinline)) bool opaque_sees_##type(type *object, void **inside)   \
    {                                                                                       \
        object->private_[0] = 1;                                                            \
        *inside = NULL;                                                                     \
        return (uint32_t)object->private_[0] == 0;                                          \
    }

#define OPAQUE_EACH(X)                                                                      \
    X(aw_timeout) X(aw_group) X(aw_scope) X(aw_wait_queue) X(aw_case) X(aw_waiter)          \
    X(aw_wait_entry) X(aw_timer) X(aw_timeout_frame) X(aw_watch) X(aw_sequencer)

OPAQUE_EACH(OPAQUE)

#define OPAQUE_EXPECT(type)                                                                 \
    {                                                                                       \
        type object = {0};                                                                  \
        if (!opaque_sees_##type(&object, (void *)object.private_)) note(#type);             \
    }

TEST("private_: the compiler expects other types in an opaque object")
{
    OPAQUE_EACH(OPAQUE_EXPECT)
    EXPECT_TRACE("");
}
