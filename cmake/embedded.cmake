# The toolchain file for the embedded compiler: CMake and Node are enough. Objects, archives and programs
# are made by `awaitc cc`; find_package(awaitc) finds the package beside this file.
#
#   cmake -S . -B build --toolchain node_modules/awaitc/cmake/embedded.cmake
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(AWAITC_EMBEDDED TRUE)
find_program(AWAITC_NODE NAMES node nodejs DOC "Node.js, which runs awaitc's command line" REQUIRED)
get_filename_component(AWAITC_CLI "${CMAKE_CURRENT_LIST_DIR}/../cli/awaitc.js" ABSOLUTE)
set(awaitc_DIR "${CMAKE_CURRENT_LIST_DIR}/embedded")

# There is nothing to find out: it is one clang for one machine.
set(CMAKE_C_COMPILER "${AWAITC_NODE}")
set(CMAKE_C_COMPILER_FORCED TRUE)
set(CMAKE_C_COMPILER_ID_RUN TRUE)
set(CMAKE_C_COMPILER_ID Clang)
set(CMAKE_C_COMPILER_VERSION 22)
set(CMAKE_C_COMPILER_FRONTEND_VARIANT GNU)
set(CMAKE_C_STANDARD_COMPUTED_DEFAULT 17)
set(CMAKE_SIZEOF_VOID_P 4)

set(awaitc_cc "<CMAKE_C_COMPILER> \"${AWAITC_CLI}\" cc --")
set(CMAKE_C_COMPILE_OBJECT "${awaitc_cc} <DEFINES> <INCLUDES> <FLAGS> -o <OBJECT> -c <SOURCE>")
set(CMAKE_C_ARCHIVE_CREATE "${awaitc_cc} -o <TARGET> <OBJECTS>")
set(CMAKE_C_ARCHIVE_APPEND "${awaitc_cc} -o <TARGET> <TARGET> <OBJECTS>")
set(CMAKE_C_ARCHIVE_FINISH "")
set(CMAKE_C_LINK_EXECUTABLE
    "${awaitc_cc} <FLAGS> <CMAKE_C_LINK_FLAGS> <LINK_FLAGS> <OBJECTS> -o <TARGET> <LINK_LIBRARIES>")
