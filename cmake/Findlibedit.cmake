# Debian's libedit-dev comes without CMake files. Defines the target libedit::libedit, with what it needs, all of it
# linked statically: only `repl` at a terminal calls it, and every process would load four libraries for it.
find_path(libedit_INCLUDE_DIR histedit.h)
find_library(libedit_LIBRARY NAMES libedit.a edit)
set(libedit_NEEDS)
foreach(name IN ITEMS tinfo bsd md)
  find_library(libedit_${name} NAMES lib${name}.a ${name})
  list(APPEND libedit_NEEDS ${libedit_${name}})
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(libedit REQUIRED_VARS libedit_LIBRARY libedit_INCLUDE_DIR)

if(libedit_FOUND AND NOT TARGET libedit::libedit)
  add_library(libedit::libedit UNKNOWN IMPORTED)
  set_target_properties(libedit::libedit PROPERTIES
    IMPORTED_LOCATION ${libedit_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${libedit_INCLUDE_DIR}
    INTERFACE_LINK_LIBRARIES "${libedit_NEEDS}")
endif()
