// The native program.
#include "cli/command.h"

int main(int argc, char** argv) { return hegui::cli::run_process(argc, argv); }
