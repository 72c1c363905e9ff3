# find_package(awaitc) with the embedded compiler, which brings headers and runtime by itself.
if(NOT AWAITC_EMBEDDED)
    set(awaitc_FOUND FALSE)
    set(awaitc_NOT_FOUND_MESSAGE "this awaitc is for the embedded compiler; pass --toolchain with \
cmake/embedded.cmake of the awaitc package, or install awaitc for your compiler")
    return()
endif()
if(NOT TARGET awaitc::awaitc)
    add_library(awaitc::awaitc INTERFACE IMPORTED)
endif()
include(${CMAKE_CURRENT_LIST_DIR}/../program.cmake)
