# The flags of the recipe for Emscripten; toolchain/emcc.js says why each, and a test compares them.
set(AW_COMPILE_FLAGS -Xclang -disable-red-zone)
set(AW_COMPILE_FLAGS_DEBUG -gdwarf-4)
set(AW_LINK_FLAGS
    -O1
    -sSTANDALONE_WASM
    --no-entry
    -sERROR_ON_UNDEFINED_SYMBOLS=0
    -sWARN_ON_UNDEFINED_SYMBOLS=0
    -sALLOW_MEMORY_GROWTH
    -sMAXIMUM_MEMORY=4GB
    -sINITIAL_MEMORY=2MB
    -sTOTAL_STACK=128KB
    -sMALLOC=emmalloc
    -Wl,--wrap=vfprintf
    -Wl,--wrap=vfiprintf
    -Wl,--wrap=__small_vfprintf
    -Wl,--wrap=__floatscan
    -Wl,--wrap=abort
    -Wl,-u,export_start)
set(AW_LINK_FLAGS_RELEASE -g2)
set(AW_LINK_FLAGS_DEBUG -g -Wl,-u,debug_environment)
