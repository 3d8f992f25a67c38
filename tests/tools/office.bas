REM Does in LibreOffice what a file of commands says, a line each, parted by tabs:
REM
REM   open  FILE                  type  SHEET  CELL  TEXT     as a person types it, in the locale
REM   save  FILE  FILTER          read  SHEET  CELL           prints what the cell shows
REM   close
REM
REM HM_COMMANDS names the file, HM_RESULTS the one that `read` prints to.
Sub Main
    Dim files, queue, results, document, command, words
    files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
    queue = CreateUnoService("com.sun.star.io.TextInputStream")
    queue.setInputStream(files.openFileRead(ConvertToURL(Environ("HM_COMMANDS"))))
    queue.setEncoding("UTF-8")
    results = CreateUnoService("com.sun.star.io.TextOutputStream")
    results.setOutputStream(files.openFileWrite(ConvertToURL(Environ("HM_RESULTS"))))
    results.setEncoding("UTF-8")
    On Error GoTo Failed
    Do While Not queue.isEOF()
        command = queue.readLine()
        If Len(command) > 0 Then
            words = Split(command, Chr(9))
            Select Case words(0)
            Case "open"
                REM a copy, so that nothing is locked for others; not hidden: with hidden documents
                REM alone the office may end itself meanwhile
                document = StarDesktop.loadComponentFromURL(ConvertToURL(words(1)), "_blank", 0, _
                    Array(Named("AsTemplate", True)))
            Case "type"
                CellOf(document, words).FormulaLocal = words(3)
            Case "read"
                results.writeString(CellOf(document, words).String & Chr(10))
            Case "save"
                document.storeToURL(ConvertToURL(words(1)), Array(Named("FilterName", words(2))))
            Case "close"
                document.close(True)
            End Select
        End If
    Loop
Finish:
    results.closeOutput()
    queue.closeInput()
    StarDesktop.terminate()
    Exit Sub
Failed:
    results.writeString("failed: " & Error$ & ": " & command & Chr(10))
    Resume Finish
End Sub

Function CellOf(document, words)
    CellOf = document.Sheets.getByName(words(1)).getCellRangeByName(words(2))
End Function

Function Named(name, value)
    Dim setting As New com.sun.star.beans.PropertyValue
    setting.Name = name
    setting.Value = value
    Named = setting
End Function
