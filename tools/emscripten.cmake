# Finds Emscripten's own toolchain file beside the emcc on PATH (or in EMSCRIPTEN_ROOT).
if(NOT DEFINED ENV{EMSCRIPTEN_ROOT})
    find_program(emcc emcc REQUIRED)
    file(REAL_PATH ${emcc} emcc)
    get_filename_component(emscripten_root ${emcc} DIRECTORY)
else()
    set(emscripten_root $ENV{EMSCRIPTEN_ROOT})
endif()
include(${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake)
