"""Merges the exported device level into a SimConfig.ini and reads it as MNSIM does, with configparser."""
import configparser
import subprocess
import sys

from ramps import folder, native

keys = "Device_Tech Device_Type Device_Area Read_Level Read_Voltage Write_Level Write_Voltage Read_Latency Write_Latency Device_Level Device_Resistance Device_Variation Device_SAF"
theirs = folder / "SimConfig.ini"
theirs.write_text("[Device level]\n# technology\nDevice_Tech = 90\n" + "".join(f"{k} = 1\n" for k in keys.split()[1:]) + "[Crossbar level]\nXbar_Size = 256,256\nRead_Level = 9\n")


def merged():
    return subprocess.run([sys.executable, folder / "merge.py", theirs, folder / "device.ini"], capture_output=True, text=True)


config = configparser.ConfigParser()
config.read_string(merged().stdout)
device = config["Device level"]
resistances = [float(x) for x in device["Device_Resistance"].split(",")]
assert device["Device_Tech"] == "90" and config["Crossbar level"]["Read_Level"] == "9"
assert int(device["Device_Level"]) == len(resistances) >= 2
assert resistances == sorted(resistances, reverse=True)
assert abs(1.0 / resistances[0] - native["up_S"][0]) < 1e-12 * native["up_S"][0]
assert 0.0 <= float(device["Device_Variation"]) <= 100.0 and device["Device_SAF"] == "0,0"
theirs.write_text("[Device level]\nDevice_Tech = 90\n")
refused = merged()
assert refused.returncode == 1 and "has no Device_Level, Device_Resistance" in refused.stderr, refused.stderr
print("worst 0")
