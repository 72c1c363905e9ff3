# What `cmake --install` puts into a prefix: headers, the library, a package for find_package, awaitc.pc,
# and for wasm the command line, whose `awaitc transform` a build ends with. One prefix a target: native
# or wasm; wasm's debug and release libraries may share one. Next: awaitcConfig.cmake.in.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/awaitc)
target_include_directories(awaitc INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)

if(EMSCRIPTEN)
    include(${CMAKE_CURRENT_LIST_DIR}/flags.cmake)
    install(FILES cmake/flags.cmake tools/emscripten.cmake DESTINATION ${package} COMPONENT development)
    install(FILES package.json DESTINATION ${CMAKE_INSTALL_DATADIR}/awaitc COMPONENT tools)
    install(DIRECTORY web cli toolchain trace DESTINATION ${CMAKE_INSTALL_DATADIR}/awaitc COMPONENT tools
        FILES_MATCHING PATTERN "*.js")
    list(JOIN AW_COMPILE_FLAGS " " pc_compile)
    list(JOIN AW_LINK_FLAGS " " pc_link)
    set(pc_cflags "${pc_compile}")
    set(pc_libs "-lawaitc ${pc_link} -g2")
    set(pc_about "# For emcc. Libs are all flags of the link; what it makes is not a program yet:
# `awaitc transform linked.wasm -o app.wasm` is the last step. With -g, see using-from-c.md.")
else()
    # The program's own main is renamed; this one starts the loop and calls it.
    add_library(awaitc_main STATIC src/platform/native/main_native.c)
    set_target_properties(awaitc_main PROPERTIES EXPORT_NAME main)
    target_include_directories(awaitc_main PRIVATE src)
    target_compile_options(awaitc_main PRIVATE -Wall -Wextra)
    target_link_libraries(awaitc_main PUBLIC awaitc)
    install(TARGETS awaitc_main EXPORT awaitcTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
    set(pc_cflags "-Dmain=aw_user_main")
    set(pc_libs "-lawaitc_main -lawaitc -lm")
    set(pc_about "# For native programs. Cflags rename the program's main; awaitc_main has the one that
# starts the loop and calls it.")
    if(AW_SANITIZE)
        list(JOIN sanitize " " pc_sanitize)
        string(APPEND pc_libs " ${pc_sanitize}")
        string(APPEND pc_cflags " ${pc_sanitize}")
    endif()
endif()

install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
set(libraries awaitc)
if(EMSCRIPTEN)
    list(APPEND libraries awaitc_jspi)
endif()
install(TARGETS ${libraries} EXPORT awaitcTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}$<$<AND:$<BOOL:${EMSCRIPTEN}>,$<CONFIG:Debug>>:/awaitc-debug>
    COMPONENT development)
install(EXPORT awaitcTargets NAMESPACE awaitc:: DESTINATION ${package} COMPONENT development)

# The prefix is found from where these files are, so that it may be moved.
file(RELATIVE_PATH pc_prefix /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" pc_prefix "${pc_prefix}")
configure_file(cmake/awaitc.pc.in ${CMAKE_CURRENT_BINARY_DIR}/awaitc.pc @ONLY)
configure_package_config_file(cmake/awaitcConfig.cmake.in
    ${CMAKE_CURRENT_BINARY_DIR}/awaitcConfig.cmake INSTALL_DESTINATION ${package}
    PATH_VARS CMAKE_INSTALL_DATADIR)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/awaitcConfigVersion.cmake
    COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT) # awaitcConfig.cmake tells targets apart, in words
install(FILES
    ${CMAKE_CURRENT_BINARY_DIR}/awaitcConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/awaitcConfigVersion.cmake
    cmake/program.cmake cmake/names.cmake
    DESTINATION ${package} COMPONENT development)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/awaitc.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
