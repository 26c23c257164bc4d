# Installing: library, headers, CMake package, pkg-config file, packs. The command and the Python module install themselves.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

function(hegui_install)
  set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/hegui)
  set(HEGUI_RULES_DIR ${CMAKE_INSTALL_DATADIR}/hegui/rules)
  get_target_property(type hegui TYPE)
  if(type STREQUAL "STATIC_LIBRARY")
    set(HEGUI_IS_STATIC TRUE)
    # A static archive needs its libraries at every link, so a plain `pkg-config --libs` names them.
    set(HEGUI_PC_REQUIRES "Requires: yaml-cpp re2 simdjson libmd")
    set(HEGUI_PC_LIBS " -pthread")
  else()
    set(HEGUI_IS_STATIC FALSE)
    set(HEGUI_PC_REQUIRES "Requires.private: yaml-cpp re2 simdjson libmd")
    set(HEGUI_PC_LIBS "")
  endif()

  install(TARGETS hegui EXPORT hegui-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
          LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT library)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/hegui DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT library
          FILES_MATCHING PATTERN "*.h")
  install(EXPORT hegui-targets NAMESPACE hegui:: DESTINATION ${package_dir} COMPONENT library)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/rules/ DESTINATION ${HEGUI_RULES_DIR} COMPONENT rules)

  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/hegui-config.cmake.in ${PROJECT_BINARY_DIR}/hegui-config.cmake
                                INSTALL_DESTINATION ${package_dir} PATH_VARS HEGUI_RULES_DIR)
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/hegui-config-version.cmake COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_BINARY_DIR}/hegui-config.cmake ${PROJECT_BINARY_DIR}/hegui-config-version.cmake
                ${PROJECT_SOURCE_DIR}/cmake/HeguiDependencies.cmake
          DESTINATION ${package_dir} COMPONENT library)

  # From the folder of hegui.pc back to the prefix, so that an installed tree may be moved.
  file(RELATIVE_PATH HEGUI_PC_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
  string(REGEX REPLACE "/$" "" HEGUI_PC_PREFIX "${HEGUI_PC_PREFIX}")
  configure_file(${PROJECT_SOURCE_DIR}/cmake/hegui.pc.in ${PROJECT_BINARY_DIR}/hegui.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/hegui.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT library)
endfunction()
