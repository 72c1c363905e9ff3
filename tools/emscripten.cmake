# The toolchain file for Emscripten: finds its own beside the emcc on PATH (or in EMSCRIPTEN_ROOT), and
# lets find_package look outside its sysroot. Installed beside awaitcConfig.cmake, it finds that too.
if(NOT DEFINED ENV{EMSCRIPTEN_ROOT})
    find_program(emcc emcc REQUIRED)
    file(REAL_PATH ${emcc} emcc)
    get_filename_component(emscripten_root ${emcc} DIRECTORY)
else()
    set(emscripten_root $ENV{EMSCRIPTEN_ROOT})
endif()
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE BOTH)
include(${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake)
if(EXISTS ${CMAKE_CURRENT_LIST_DIR}/awaitcConfig.cmake)
    set(awaitc_DIR ${CMAKE_CURRENT_LIST_DIR})
endif()
