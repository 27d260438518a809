import Fleet
import Testing

/// Tables as spreadsheets export them.
struct CommaSeparatedTableTests {
    @Test(arguments: [
        ("a,b\n1,2\n", [["1", "2"]]), ("a;b\r\n1;2,5\r\n", [["1", "2,5"]]), ("a\tb\n1\t2;3", [["1", "2;3"]]),
        ("\u{FEFF}a,b\n\n1,\n\n", [["1", ""]]), ("a,b\n 1 , \" 2 \" \n", [["1", " 2 "]]),
        ("a,b\n\"x,\"\"y\"\"\",\"two\nlines\"\n3,4", [["x,\"y\"", "two\nlines"], ["3", "4"]]),
        ("\"a;b\",c\n1,2", [["1", "2"]]), ("a,b", []),
    ])
    func rowsAreRead(text: String, rows: [[String]]) throws {
        #expect(try CommaSeparatedTable(text).rows.map(\.cells) == rows)
    }

    @Test(arguments: [
        ("", "line 1: the table is empty"), ("a,b\n1,\"2\n3", "line 2: the quote is not closed"),
        ("a,b\n\"1\"x,2", "line 2: only a comma or the end may follow a closing quote"),
    ])
    func faultsNameTheLine(text: String, message: String) {
        #expect(throws: CommaSeparatedTable.Fault.self) { try CommaSeparatedTable(text) }
        do {
            _ = try CommaSeparatedTable(text)
        } catch {
            #expect("\(error)" == message)
        }
    }

    @Test func rowsOfAnotherLengthAreTold() throws {
        let table = try CommaSeparatedTable("a,b\n\"one\ncell\"\n1,2\n1,2,3\n")
        #expect(
            table.unevenRows.map(\.description) == [
                "line 2: 1 cells, but the header has 2", "line 5: 3 cells, but the header has 2",
            ])
    }
}
