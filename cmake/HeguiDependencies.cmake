# Third-party libraries to link, under one name each whatever the distribution calls them. Installed beside hegui-config.cmake,
# which includes it for a static hegui: the names below are the ones its exported target mentions.
find_package(simdjson REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET GLOBAL re2)

if(NOT TARGET hegui_yaml_cpp)
  add_library(hegui_yaml_cpp INTERFACE IMPORTED GLOBAL)
  target_link_libraries(hegui_yaml_cpp INTERFACE $<IF:$<TARGET_EXISTS:yaml-cpp::yaml-cpp>,yaml-cpp::yaml-cpp,yaml-cpp>)

  add_library(hegui_re2 INTERFACE IMPORTED GLOBAL)
  target_link_libraries(hegui_re2 INTERFACE PkgConfig::RE2)

  # SHA-256 (libmd).
  find_path(HEGUI_LIBMD_INCLUDE sha2.h REQUIRED)
  find_library(HEGUI_LIBMD md REQUIRED)
  add_library(hegui_libmd INTERFACE IMPORTED GLOBAL)
  target_include_directories(hegui_libmd INTERFACE ${HEGUI_LIBMD_INCLUDE})
  target_link_libraries(hegui_libmd INTERFACE ${HEGUI_LIBMD})
endif()
