"""LibreOffice without a screen, in a profile of its own with the locale that is asked for.

Office(folder, locale).run(commands) does in one start what office.bas understands, and gives the texts that its
`read` commands print. What is opened is to be closed again. convert(paths, folder) writes a file NAME-SHEET.csv for
each sheet of these workbooks; from other languages:

    python3 office.py LOCALE FOLDER FILE...
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from xml.sax.saxutils import escape

HERE = os.path.dirname(os.path.abspath(__file__))

REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse">
    <value>true</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
    <value>%(locale)s</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooLocale" oor:op="fuse">
    <value>%(locale)s</value></prop></item>
<item oor:path="/org.openoffice.Office.Linguistic/General"><prop oor:name="UILocale" oor:op="fuse">
    <value>%(language)s</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"
    oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="office" script:language="StarBasic">
%s</script:module>
"""

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
    library:readonly="false" library:passwordprotected="false">
 <library:element library:name="office"/>
</library:library>
"""

LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" library:link="false"/>
</library:libraries>
"""

# Parted by commas, all fields that are texts in quotes, as numbers stand there and not as they are shown, all
# sheets.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
XLSX, ODS = "Calc MS Excel 2007 XML", "calc8"
SECONDS = 300


def _write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


class Office:
    """`folder` is one to work in; `locale` such as "de-DE"."""

    def __init__(self, folder, locale):
        self.folder = tempfile.mkdtemp(dir=os.path.abspath(folder))
        user = os.path.join(self.folder, "profile", "user")
        with open(os.path.join(HERE, "office.bas"), encoding="utf-8") as file:
            module = MODULE % escape(file.read())
        _write(os.path.join(user, "registrymodifications.xcu"),
               REGISTRY % {"locale": locale, "language": locale.split("-")[0]})
        _write(os.path.join(user, "basic", "Standard", "office.xba"), module)
        _write(os.path.join(user, "basic", "Standard", "script.xlb"), LIBRARY)
        _write(os.path.join(user, "basic", "script.xlc"), LIBRARIES)

    def run(self, commands):
        names = {name: os.path.join(self.folder, name) for name in ("commands", "results")}
        _write(names["commands"], "".join("\t".join(command) + "\n" for command in commands))
        _write(names["results"], "")
        self._start(["macro:///Standard.office.Main"],
                    {"HM_COMMANDS": names["commands"], "HM_RESULTS": names["results"]})
        with open(names["results"], encoding="utf-8") as file:
            results = file.read()
        if "failed: " in results:
            raise RuntimeError(results[results.index("failed: "):])
        return results.split("\n")[:-1]

    def convert(self, paths, folder):
        self._start(["--convert-to", CSV, "--outdir", folder, *paths], {})

    def _start(self, arguments, variables):
        profile = "file://" + os.path.join(self.folder, "profile")
        office = subprocess.Popen(
            ["soffice", "-env:UserInstallation=" + profile, "--headless", "--norestore", "--nologo", *arguments],
            env=dict(os.environ, **variables), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True)
        try:
            office.wait(SECONDS)
        finally:
            if office.poll() is None:
                os.killpg(office.pid, signal.SIGKILL)

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def main(locale, folder, *paths):
    office = Office(folder, locale)
    try:
        office.convert(paths, folder)
    finally:
        office.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
