print("estreat")
