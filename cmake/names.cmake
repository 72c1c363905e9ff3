# Before a program is linked: refuses names of its own that the runtime has too.
#   cmake -DNM=… -DLIBRARY=… -DPROGRAM=… -P names.cmake -- objects…
cmake_minimum_required(VERSION 3.19)

# The names that `nm` finds defined and visible in a file, weak ones left out.
function(read_names result file)
    execute_process(COMMAND ${NM} --extern-only --defined-only --format=posix ${file}
        OUTPUT_VARIABLE text ERROR_QUIET)
    string(REGEX MATCHALL "(^|\n)[^ \n]+ [A-UX-Z] " lines "${text}")
    string(REGEX REPLACE "(^|;)\n?([^ ;]+) [A-Z] " "\\1\\2" names "${lines}")
    set(${result} ${names} PARENT_SCOPE)
endfunction()

read_names(taken ${LIBRARY})
set(is_object FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
    set(file "${CMAKE_ARGV${i}}")
    if(is_object)
        read_names(names ${file})
        foreach(name ${names})
            if(name IN_LIST taken)
                get_filename_component(source ${file} NAME_WLE)
                message(FATAL_ERROR "${source} of ${PROGRAM} defines ${name}, which the runtime has too; \
rename it, or make it static")
            endif()
        endforeach()
    elseif(file STREQUAL "--")
        set(is_object TRUE)
    endif()
endforeach()
