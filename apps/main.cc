// hysteron: from measurements of synapses and neurons to compact models. See commands.h.

#include <cstdio>
#include <exception>

#include "apps/commands.h"
#include "libmodel/error.h"

using namespace hysteron;

int main(int argc, char** argv) {
  CLI::App program("Measurements of synapses and neurons become compact models, netlists, arrays and reports.", "hysteron");
  program.require_subcommand(1);
  apps::Exit exit = apps::good;
  apps::add_compare(program, exit);
  apps::add_convert(program, exit);
  apps::add_crossbar(program, exit);
  apps::add_decks(program, exit);
  apps::add_demo(program, exit);
  apps::add_export(program, exit);
  apps::add_fit(program, exit);
  apps::add_import(program, exit);
  apps::add_inspect(program, exit);
  apps::add_models(program, exit);
  apps::add_neuron(program, exit);
  apps::add_report(program, exit);
  apps::add_simulate(program, exit);
  apps::add_verify(program, exit);
  try {
    program.parse(argc, argv);
    return exit;
  } catch (const CLI::ParseError& e) {
    return program.exit(e) == 0 ? apps::good : apps::bad_input;
  } catch (const InputError& e) {
    std::fprintf(stderr, "hysteron: %s\n", e.what());
    return apps::bad_input;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "hysteron: %s\n", e.what());
    return apps::bad_input;
  }
}
