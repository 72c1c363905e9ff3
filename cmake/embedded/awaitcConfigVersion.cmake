# The version is package.json's; one of the same minor version is compatible.
file(READ "${CMAKE_CURRENT_LIST_DIR}/../../package.json" awaitc_package)
string(JSON PACKAGE_VERSION GET "${awaitc_package}" version)
string(REGEX MATCH "^[0-9]+\\.[0-9]+" awaitc_minor "${PACKAGE_VERSION}")
set(PACKAGE_VERSION_COMPATIBLE FALSE)
if(PACKAGE_FIND_VERSION VERSION_LESS_EQUAL PACKAGE_VERSION
   AND PACKAGE_FIND_VERSION VERSION_GREATER_EQUAL awaitc_minor)
    set(PACKAGE_VERSION_COMPATIBLE TRUE)
endif()
if(PACKAGE_FIND_VERSION VERSION_EQUAL PACKAGE_VERSION)
    set(PACKAGE_VERSION_EXACT TRUE)
endif()
