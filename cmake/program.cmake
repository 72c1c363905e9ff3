# awaitc_add_program(NAME SOURCES… [BACKEND asyncify|jspi] [NEVER_SUSPENDS LISTS…])
#
# Adds a program that uses awaitc. BACKEND says what switches its tasks in wasm. Each of LISTS is a file
# with the names of functions below which no task waits; the transform leaves them out. A native build
# ignores both.
#
# A native program is an executable whose main the runtime calls. For wasm, the target is NAME.wasm,
# ready to load: it is linked with awaitc's flags and then transformed in place, so that the target's
# file is what runs and what is installed. The embedded compiler does both when it links, and looks for
# clashes of names itself.
#
# Settings: AWAITC_CLI, the command line's file; AWAITC_BINARYEN, the folder of npm's binaryen, when it is
# in no node_modules around the sources.

if(NOT AWAITC_EMBEDDED) # its toolchain file knows
    set(AWAITC_CLI "${AWAITC_DATA}/awaitc/cli/awaitc.js" CACHE FILEPATH "awaitc's command line")
endif()
set(AWAITC_BINARYEN "" CACHE PATH "Folder of npm's binaryen; empty: looked for from the sources")
set(AWAITC_NAMES ${CMAKE_CURRENT_LIST_DIR}/names.cmake)
if(AWAITC_EMBEDDED)
    set(AWAITC_NM "")
elseif(EMSCRIPTEN)
    include(${CMAKE_CURRENT_LIST_DIR}/flags.cmake)
    find_program(AWAITC_NODE NAMES node nodejs DOC "Node.js, which runs awaitc's command line")
    get_filename_component(awaitc_bin "${CMAKE_C_COMPILER}" DIRECTORY)
    find_program(AWAITC_NM NAMES emnm llvm-nm HINTS "${awaitc_bin}" DOC "Lists the symbols of wasm objects")
else()
    set(AWAITC_NM "${CMAKE_NM}")
endif()

function(awaitc_add_program name)
    cmake_parse_arguments(PARSE_ARGV 1 given "" BACKEND NEVER_SUSPENDS)
    if(NOT given_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "awaitc_add_program(${name}): no sources; name the program's C files")
    elseif(DEFINED given_BACKEND AND NOT given_BACKEND MATCHES "^(asyncify|jspi)$")
        message(FATAL_ERROR "awaitc_add_program(${name}): BACKEND must be asyncify or jspi, not ${given_BACKEND}")
    endif()
    set(lists "")
    foreach(list IN LISTS given_NEVER_SUSPENDS)
        get_filename_component(list "${list}" ABSOLUTE)
        list(APPEND lists "${list}")
    endforeach()
    list(TRANSFORM lists PREPEND "--never-suspends=" OUTPUT_VARIABLE options)
    add_executable(${name} ${given_UNPARSED_ARGUMENTS})
    if(EMSCRIPTEN AND given_BACKEND STREQUAL jspi)
        target_link_libraries(${name} PRIVATE awaitc::jspi) # with awaitc::awaitc behind it
    else()
        target_link_libraries(${name} PRIVATE awaitc::awaitc)
    endif()
    # Call sites name the file as seen from its own folder.
    target_compile_options(${name} PRIVATE "-ffile-prefix-map=${CMAKE_CURRENT_SOURCE_DIR}/=")
    # A name that the runtime has too would be taken into it by the linker, at times without a word.
    if(AWAITC_NM)
        add_custom_command(TARGET ${name} PRE_LINK VERBATIM COMMAND_EXPAND_LISTS
            COMMAND ${CMAKE_COMMAND} "-DNM=${AWAITC_NM}" "-DLIBRARY=$<TARGET_FILE:awaitc::awaitc>"
                "-DPROGRAM=${name}" -P "${AWAITC_NAMES}" -- "$<TARGET_OBJECTS:${name}>")
    endif()
    if(AWAITC_EMBEDDED)
        if(DEFINED given_BACKEND)
            target_compile_options(${name} PRIVATE --backend=${given_BACKEND})
            list(APPEND options --backend=${given_BACKEND})
        endif()
        target_link_options(${name} PRIVATE ${options})
        set_target_properties(${name} PROPERTIES SUFFIX .wasm LINK_DEPENDS "${AWAITC_CLI};${lists}"
            CROSSCOMPILING_EMULATOR "${AWAITC_NODE};${AWAITC_CLI};run") # for add_test
    elseif(EMSCRIPTEN)
        awaitc_transform_program(${name} ${lists})
    else()
        target_compile_definitions(${name} PRIVATE main=aw_user_main)
        target_link_libraries(${name} PRIVATE awaitc::main)
    endif()
endfunction()

# The wasm part of awaitc_add_program. The arguments after the name are the LISTS.
function(awaitc_transform_program name)
    if(NOT AWAITC_NODE)
        message(FATAL_ERROR "awaitc_add_program: needs Node.js; put node on PATH, or set AWAITC_NODE")
    elseif(NOT EXISTS "${AWAITC_CLI}")
        message(FATAL_ERROR "awaitc_add_program: there is no ${AWAITC_CLI}; set AWAITC_CLI to \
cli/awaitc.js of the awaitc package, or install the component `tools`")
    endif()
    target_compile_options(${name} PRIVATE "SHELL:${AW_COMPILE_FLAGS}"
        $<$<CONFIG:Debug>:${AW_COMPILE_FLAGS_DEBUG}>)
    set_target_properties(${name} PROPERTIES SUFFIX .wasm LINK_DEPENDS "${AWAITC_CLI};${ARGN}"
        CROSSCOMPILING_EMULATOR "${AWAITC_NODE};${AWAITC_CLI};run") # for add_test
    list(TRANSFORM ARGN PREPEND "--never-suspends=" OUTPUT_VARIABLE options)
    string(REPLACE "," "$<COMMA>" debug "${AW_LINK_FLAGS_DEBUG}")
    target_link_options(${name} PRIVATE ${AW_LINK_FLAGS}
        "$<IF:$<CONFIG:Debug>,${debug},${AW_LINK_FLAGS_RELEASE}>")
    add_custom_command(TARGET ${name} POST_BUILD VERBATIM COMMAND_EXPAND_LISTS
        WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
        COMMAND ${CMAKE_COMMAND} -E env "AWAITC_BINARYEN=${AWAITC_BINARYEN}"
            "${AWAITC_NODE}" "${AWAITC_CLI}" transform $<$<CONFIG:Debug>:-g> ${options}
            "$<TARGET_FILE:${name}>" "$<TARGET_OBJECTS:${name}>" -o "$<TARGET_FILE:${name}>")
endfunction()
